// Explained faces: each with its map, the margin and its parts, how much the map explains, and the verdict on such maps.
import {
  type Explanation,
  type ExplanationMethod,
  mapDescriptions,
  type PatchMap,
} from '../../evaluate/explanation.ts';
import { marginWords, shareWords } from '../../evaluate/explanation-words.ts';
import type { MapVerdict } from '../../evaluate/faithfulness-record.ts';
import type { NearFace } from '../../evaluate/near-face.ts';
import { type RegionShares, regionWords } from '../../evaluate/region-shares.ts';
import { inlineChart } from '../charts/chart.ts';
import { explanationMap, mapScale } from '../charts/explanation-map.ts';
import { type ShownSummary, togetherSection } from '../sections/explained-together.ts';
import { limitsSection } from '../sections/limits.ts';
import { section, table } from '../sections/section.ts';
import { type Markup, markup } from '../text/markup.ts';
import { percent, score } from '../text/numbers.ts';
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
  /** The class that a data set says it is. */
  readonly label?: string | undefined;
  /** The words nearest to the soft tokens of the class explained and of the other. */
  readonly words?: Readonly<Record<string, readonly (readonly [word: string, cosine: number])[]>> | undefined;
  /** The training faces nearest to it. */
  readonly near?: readonly NearFace[] | undefined;
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
  /** What all of them have in common; absent for a single face. */
  readonly summary?: ShownSummary | undefined;
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
  summary,
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
      ...(summary === undefined ? [] : [['Together', togetherSection(method, summary)] as const]),
      ['Faces', shown],
      ['Regions', regionsSection(pictures)],
      ['Words', wordsSection(pictures)],
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

/** Of each face that is shown: what of its map is in which region. */
function regionsSection(pictures: readonly ExplainedPicture[]): Markup | undefined {
  const shown = pictures.flatMap(({ name, expression, regions }) => (regions ? [{ name, expression, regions }] : []));
  if (shown.length === 0) return undefined;
  const names = Object.keys(shown[0]!.regions.shares);
  return section({
    id: 'regions',
    title: 'Regions of each face',
    lead: "Share of the map's positive values in each region: by the face's landmarks, or of a crop where the recipe of alignment puts them.",
    body: table(
      ['Face', 'Recognised', 'Regions by', ...names],
      shown.map(({ name, expression, regions }) => [
        name,
        expression,
        regions.by,
        ...names.map((region) => percent(regions.shares[region]!)),
      ]),
    ),
  });
}

/** The words nearest to the soft tokens of each class that a map is about. */
function wordsSection(pictures: readonly ExplainedPicture[]): Markup | undefined {
  const words = new Map(pictures.flatMap((picture) => Object.entries(picture.words ?? {})));
  if (words.size === 0) return undefined;
  return section({
    id: 'words',
    title: 'Words nearest to the soft tokens',
    lead: 'A class is recognised by the text of its soft tokens. Each is a vector between words: its nearest word, with the cosine, says little where the cosine is small.',
    body: table(
      ['Class', 'Nearest words'],
      [...words].map(([name, found]) => [
        name,
        found.map(([word, cosine]) => `${word} ${cosine.toFixed(2)}`).join(', '),
      ]),
      'words',
    ),
  });
}

function nearList(near: readonly NearFace[]): Markup {
  const faces = near.map(
    ({ image, label, cosine }) =>
      markup`<li>${image !== undefined && markup`<img src="${image}" width="64" height="64" alt="">`}<br>${label} ${score(cosine)}</li>`,
  );
  return markup`<p class="quiet">Nearest training faces, with their labels and the cosine of the features:</p><ul style="list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:12px;font-size:13px">${faces}</ul>`;
}

function card(
  { name, expression, confidence, explanation, regions, label, near }: ExplainedPicture,
  charts: readonly string[],
): Markup {
  const marks =
    explanation.topPatches !== undefined &&
    markup`<p class="quiet">Framed: the ${explanation.topPatches.length} patches that the local similarity is made of. Right: what speaks for ${explanation.expression} rather than ${explanation.against}.</p>`;
  return markup`<div class="pair"><figure><div style="display:grid;grid-template-columns:repeat(${charts.length},minmax(0,220px));gap:16px">${charts.map((svg) => inlineChart(svg))}</div></figure><div><h3>${name}</h3><p>Recognised: <strong>${expression}</strong>, ${percent(confidence)}${label !== undefined && `; labelled ${label}`}</p><p>${marginWords(explanation)}.</p><p>${shareWords(explanation)}.</p>${regions !== undefined && markup`<p>${regionWords(regions)}.</p>`}${marks}${near !== undefined && near.length > 0 && nearList(near)}</div></div>`;
}
