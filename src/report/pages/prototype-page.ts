// The page about a run's prototypes: how well image features and text features separate the classes.
import type { FeatureStage, TextSimilarities } from '../../experiments/prototype-quality.ts';
import { inlineChart } from '../charts/chart.ts';
import { heatMap } from '../charts/heat-map.ts';
import { lineChart } from '../charts/line-chart.ts';
import { scatterPlot } from '../charts/scatter-plot.ts';
import { scoreMatrix } from '../charts/score-matrix.ts';
import { conditionsSection } from '../sections/conditions.ts';
import { limitsSection } from '../sections/limits.ts';
import { section, table } from '../sections/section.ts';
import { type Markup, markup } from '../text/markup.ts';
import { count, percent, score } from '../text/numbers.ts';
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
  /** For each prototype; empty if faces must not be shown. */
  readonly nearest: readonly (readonly NearestFace[])[];
  /** Cosines between the classes' text features, by kind of text. */
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
      ['Conditions', conditionsSection(given.conditions)],
      ['Limits', limitsSection()],
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
      y: 'Share of the pairs',
      x: 'cosine',
      width: 460,
      height: 260,
      description: `mean ${score(withinMean)} within classes, ${score(betweenMean)} between`,
      write: () => '',
      writeTick: percent,
      series: [
        { name: 'same class', points: points(within) },
        { name: 'different', points: points(between) },
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
    title: 'Similarity within and between classes',
    lead: `Cosines between the image features of all pairs of ${count(faces)} faces. The further apart the two curves are, the better the features alone separate the classes. If all cosines were equal, the features would have collapsed: some spread within each class should remain.`,
    body: markup`<div class="pair">${charts}</div>${table(
      ['Features', 'Within', 'Between', 'Gap', 'Separability', 'Nearest prototype is own'],
      rows,
    )}<p class="quiet">Separability is the probability that two faces of the same class are more similar than two faces of different classes; 50% is chance. Prototypes are always means of plain CLIP’s features of training faces.</p>`,
  });
}

function mapSection({ stages, classes }: PrototypePage): Markup {
  const maps = stages.map(({ name, map }) => {
    const svg = scatterPlot({
      title: name,
      under: `First two principal components, ${percent(map.explained[0] + map.explained[1])} of the variance`,
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
    lead: 'Small marks are faces, large marks are prototypes. Principal components are linear and have no tuning parameters, so what is separate here is separate in the features; what overlaps may still be separate in dimensions that are not shown. Each map has its own axes.',
    body: markup`<div class="pair">${maps}</div>`,
  });
}

function nearestSection({ nearest, classes }: PrototypePage): Markup | undefined {
  if (nearest.every((faces) => faces.length === 0)) return undefined;
  return section({
    id: 'nearest',
    title: 'Faces nearest to each prototype',
    lead: 'According to plain CLIP, regardless of their label. Training pulls each class towards what its prototype represents.',
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
      under: `Cosines of text features; ${score(mean)} on average between classes`,
      description: `mean cosine between classes ${score(mean)}`,
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
    title: 'Similarity of the class texts',
    lead: 'Recognition compares faces with these text features: classes with nearly identical text features are hard to distinguish.',
    body: markup`<div class="pair">${matrices}</div>`,
  });
}
