// The page about a run's prototypes: do classes come apart in the image features, and do their texts.
import type { FeatureStage, TextSimilarities } from '../../experiments/prototype-quality.ts';
import { inlineChart } from '../charts/chart.ts';
import { heatMap } from '../charts/heat-map.ts';
import { lineChart } from '../charts/line-chart.ts';
import { scatterPlot } from '../charts/scatter-plot.ts';
import { scoreMatrix } from '../charts/score-matrix.ts';
import { count, percent, score } from '../figures.ts';
import { type Markup, markup } from '../markup.ts';
import { honestySection } from '../sections/record.ts';
import { section, table } from '../sections/section.ts';
import { conditionSection } from './comparison-page.ts';
import { page } from './page.ts';

export interface NearestFace {
  /** A `data:image/...` URL. */
  readonly image: string;
  readonly label: number;
  readonly cosine: number;
}

export interface PrototypePage {
  readonly title: string;
  readonly subtitle: string;
  readonly notice?: string | undefined;
  readonly classes: readonly string[];
  readonly faces: number;
  readonly stages: readonly FeatureStage[];
  /** For each prototype; empty where no faces are to be shown. */
  readonly nearest: readonly (readonly NearestFace[])[];
  /** Cosines of the classes' text features, by what they are made of. */
  readonly texts: readonly TextSimilarities[];
  readonly conditions: Readonly<Record<string, unknown>>;
}

export const renderPrototypes = (given: PrototypePage): string =>
  page({
    title: given.title,
    subtitle: given.subtitle,
    notice: given.notice,
    parts: [
      ['Similarity', similaritySection(given)],
      ['Map', mapSection(given)],
      ['Nearest', nearestSection(given)],
      ['Texts', textSection(given)],
      ['Conditions', conditionSection(given.conditions)],
      ['Limits', honestySection()],
    ],
    footer: '',
  });

function similaritySection({ stages, faces }: PrototypePage): Markup {
  const shown = stages.flatMap(({ histogram }) =>
    histogram.middles.filter((_, bin) => histogram.within[bin]! + histogram.between[bin]! > 0.0005),
  );
  const range = [Math.min(...shown), Math.max(...shown)] as const;
  const charts = stages.map(({ name, histogram }) => {
    const { middles, within, between, withinMean, betweenMean } = histogram;
    const points = (parts: readonly number[]) =>
      middles.flatMap((x, bin) => (x >= range[0] && x <= range[1] ? [{ x, y: parts[bin]! }] : []));
    const svg = lineChart({
      title: name,
      y: 'Part of the pairs',
      x: 'cosine',
      width: 460,
      height: 260,
      description: `mean ${score(withinMean)} within classes, ${score(betweenMean)} between`,
      write: () => '',
      writeTick: percent,
      series: [
        { name: 'same class', points: points(within) },
        { name: 'two classes', points: points(between) },
      ],
    });
    return markup`<figure>${inlineChart(svg)}<figcaption>Mean ${score(withinMean)} within classes, ${score(betweenMean)} between.</figcaption></figure>`;
  });
  const rows = stages.map(({ name, histogram, nearestIsOwn }) => [
    name,
    score(histogram.withinMean),
    score(histogram.betweenMean),
    score(histogram.withinMean - histogram.betweenMean),
    percent(histogram.separation),
    percent(nearestIsOwn),
  ]);
  return section({
    id: 'similarity',
    title: 'Alike within, apart between',
    lead: `Cosines of the image features of all pairs of ${count(faces)} faces. The further the two curves are apart, the more the features alone tell. All faces at one value would be a collapse: the spread within a class should stay.`,
    body: markup`<div class="pair">${charts}</div>${table(
      ['', 'within', 'between', 'gap', 'pairs told apart', 'nearest prototype is own'],
      rows,
    )}<p class="quiet">Pairs told apart: the chance that two faces of one class are more alike than two faces of two classes, 50% at chance. Prototypes are means of plain CLIP's features of training faces, at both stages.</p>`,
  });
}

function mapSection({ stages, classes }: PrototypePage): Markup {
  const maps = stages.map(({ name, map }) => {
    const svg = scatterPlot({
      title: name,
      under: `Two principal components: ${percent(map.explained[0] + map.explained[1])} of the variance`,
      description: `${map.points.length} faces of ${classes.length} classes`,
      classes,
      points: map.points,
      marks: map.marks,
    });
    return markup`<figure>${inlineChart(svg)}</figure>`;
  });
  return section({
    id: 'map',
    title: 'A map of the faces',
    lead: 'Each face a mark, each prototype a large one. Principal components are linear and have no settings: what is apart here is apart. What falls together may still be apart in the dimensions that are not shown, and the two maps have axes of their own.',
    body: markup`<div class="pair">${maps}</div>`,
  });
}

function nearestSection({ nearest, classes }: PrototypePage): Markup | undefined {
  if (nearest.every((faces) => faces.length === 0)) return undefined;
  return section({
    id: 'nearest',
    title: 'The faces nearest to each prototype',
    lead: 'By plain CLIP, whatever their label. What a prototype gathers is what training pulls its class towards.',
    body: nearest.map(
      (faces, label) =>
        markup`<h3>${classes[label] ?? `class ${label}`}</h3><ul class="faces">${faces.map((face) => card(face, label, classes))}</ul>`,
    ),
  });
}

function card({ image, label, cosine }: NearestFace, prototype: number, classes: readonly string[]): Markup {
  const isOwn = label === prototype;
  const named = classes[label] ?? `class ${label}`;
  const svg = heatMap({
    title: `${named}, cosine ${score(cosine)}`,
    description: 'A face of the data set',
    image,
    side: 96,
  });
  return markup`<li class="face${!isOwn && ' wrong'}">${inlineChart(svg)}<p>${isOwn ? '✓' : markup`✗ labelled <strong>${named}</strong>`} ${score(cosine)}</p></li>`;
}

function textSection({ texts, classes }: PrototypePage): Markup | undefined {
  if (texts.length === 0) return undefined;
  const matrices = texts.map(({ name, cosines }) => {
    const others = cosines.flatMap((row, one) => row.filter((_, other) => other !== one));
    const mean = others.reduce((sum, value) => sum + value, 0) / Math.max(others.length, 1);
    const svg = scoreMatrix({
      title: name,
      under: `Cosines of text features; mean of two classes ${score(mean)}`,
      description: `mean cosine of two classes ${score(mean)}`,
      rows: classes,
      columns: classes,
      cells: cosines.map((row, one) =>
        row.map((value, other) => ({ value, text: value.toFixed(2), isOwn: one === other })),
      ),
    });
    return markup`<figure>${inlineChart(svg)}</figure>`;
  });
  return section({
    id: 'texts',
    title: 'How alike the texts of the classes are',
    lead: 'Two classes whose texts are nearly the same can hardly be told apart by them: recognition compares faces with these.',
    body: markup`<div class="pair">${matrices}</div>`,
  });
}
