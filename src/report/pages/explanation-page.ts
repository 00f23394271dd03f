// Explained faces: each with its map, the margin and its parts, how much the map explains, and the verdict on such maps.
import {
  type Explanation,
  type ExplanationMethod,
  mapDescriptions,
  type PatchMap,
} from '../../evaluate/explanation.ts';
import { marginWords, shareWords } from '../../evaluate/explanation-words.ts';
import type { MapVerdict } from '../../evaluate/faithfulness-record.ts';
import { type RegionShares, regionWords } from '../../evaluate/region-shares.ts';
import { inlineChart } from '../charts/chart.ts';
import { explanationMap, mapScale } from '../charts/explanation-map.ts';
import { limitsSection } from '../sections/limits.ts';
import { section } from '../sections/section.ts';
import { type Markup, markup } from '../text/markup.ts';
import { percent } from '../text/numbers.ts';
import { page } from './page.ts';

/** A face of the page. */
export interface ExplainedPicture {
  readonly name: string;
  /** A `data:image/...` URL of what the model sees. */
  readonly image: string;
  readonly expression: string;
  readonly confidence: number;
  readonly explanation: Explanation;
  readonly regions?: RegionShares | undefined;
}

export interface ExplanationPage {
  readonly title: string;
  readonly subtitle: string;
  readonly notice?: string | undefined;
  readonly method: ExplanationMethod;
  readonly verdict: MapVerdict;
  readonly pictures: readonly ExplainedPicture[];
  /** How many more were explained than the page shows. */
  readonly more: number;
}

/** @throws MpaferError `image` when a face is not a data URL */
export function renderExplanations({
  title,
  subtitle,
  notice,
  method,
  verdict,
  pictures,
  more,
}: ExplanationPage): string {
  const { about } = mapDescriptions[method];
  const charts = pictureCharts(pictures);
  const shown = section({
    id: 'faces',
    title: 'Explained faces',
    lead: `Each map: ${about}. Solid contours speak for the class, dashed ones against it; all maps of a kind have one scale.${more > 0 ? ` ${more} more faces are in explanations.json.` : ''}`,
    body: pictures.map((picture, index) => card(picture, charts[index]!)),
  });
  return page({
    title,
    subtitle,
    notice,
    parts: [
      ['Verdict', verdictSection(method, verdict)],
      ['Faces', shown],
      ['Limits', limitsSection()],
    ],
    footer: 'Maps show where the model looked for evidence, not what a person feels.',
  });
}

const verdictHeadings: Readonly<Record<MapVerdict['verdict'], string>> = {
  passed: 'This kind of map passed its tests with this run',
  failed: 'This kind of map failed its tests with this run: do not read it as the reason',
  'not measured': 'Whether this kind of map is faithful was not measured with this run',
};

const verdictSection = (method: ExplanationMethod, { verdict, text }: MapVerdict): Markup =>
  section({
    id: 'verdict',
    title: verdictHeadings[verdict],
    body: markup`<p>Method <code>${method}</code>: ${text}.</p>${verdict === 'not measured' && markup`<p>Measure it with <code>mpafer faithfulness</code>.</p>`}`,
  });

/** The charts of each face, all maps of one kind on one scale. */
export function pictureCharts(pictures: readonly ExplainedPicture[]): readonly (readonly string[])[] {
  const scaleOf = (pick: (explanation: Explanation) => PatchMap | undefined, signed: boolean) =>
    mapScale(
      pictures.flatMap(({ explanation }) => pick(explanation) ?? []),
      signed,
    );
  if (pictures.length === 0) return [];
  const { unit, signed } = mapDescriptions[pictures[0]!.explanation.method];
  const scale = scaleOf(({ map }) => map, signed);
  const contrastScale = scaleOf(({ contrast }) => contrast, true);
  return pictures.map(({ image, explanation }) => {
    const { method, map, contrast, topPatches, expression, against } = explanation;
    const caption = `${method}: ${expression}`;
    const own = explanationMap({
      title: caption,
      description: `Map of ${expression} held against ${against}, ${unit}`,
      ...{ image, map, unit, scale, signed, marked: topPatches },
    });
    if (contrast === undefined) return [own];
    return [
      own,
      explanationMap({
        title: `contrast: ${expression} less ${against}`,
        description: `What speaks for ${expression} rather than ${against}`,
        ...{ image, map: contrast, unit: 'difference of cosines', scale: contrastScale, signed: true },
      }),
    ];
  });
}

function card(
  { name, expression, confidence, explanation, regions }: ExplainedPicture,
  charts: readonly string[],
): Markup {
  const marks =
    explanation.topPatches !== undefined &&
    markup`<p class="quiet">Framed: the ${explanation.topPatches.length} patches that the local similarity is made of. Right: what speaks for ${explanation.expression} rather than ${explanation.against}.</p>`;
  return markup`<div class="pair"><figure><div style="display:grid;grid-template-columns:repeat(${charts.length},minmax(0,220px));gap:16px">${charts.map((svg) => inlineChart(svg))}</div></figure><div><h3>${name}</h3><p>Recognised: <strong>${expression}</strong>, ${percent(confidence)}</p><p>${marginWords(explanation)}.</p><p>${shareWords(explanation)}.</p>${regions !== undefined && markup`<p>${regionWords(regions)}.</p>`}${marks}</div></div>`;
}
