// What many explained faces have in common: regions by face and class, mean maps, and the contrast of two expressions.
import { plural } from '../../core/plural.ts';
import { type ExplanationMethod, mapDescriptions } from '../../evaluate/explanation.ts';
import type { ExplanationGroup, ExplanationSummary } from '../../evaluate/explanation-summary.ts';
import { inlineChart } from '../charts/chart.ts';
import { explanationMap, mapScale } from '../charts/explanation-map.ts';
import { type Markup, markup } from '../text/markup.ts';
import { percent } from '../text/numbers.ts';
import { section, table } from './section.ts';

/** A summary whose groups have their mean faces, as `data:image/...` URLs. */
export type ShownSummary = Omit<ExplanationSummary, 'groups'> & {
  readonly groups: readonly (ExplanationGroup & { readonly image: string })[];
};

const count = (faces: number): string => plural(faces, 'face');

const nameOf = ({ recognised }: ExplanationGroup): string => recognised ?? 'all faces';

export function togetherSection(method: ExplanationMethod, { groups, contrast }: ShownSummary): Markup {
  const { unit, signed } = mapDescriptions[method];
  const scale = mapScale(
    groups.map(({ map }) => map),
    signed,
  );
  const maps = groups.map((group) => {
    const svg = explanationMap({
      title: `${nameOf(group)} (${group.faces})`,
      description: `Mean map of ${group.faces} faces, ${nameOf(group)}, ${unit}`,
      ...{ image: group.image, map: group.map, unit, scale, signed },
    });
    return markup`<figure>${inlineChart(svg)}<figcaption>${nameOf(group)}, ${count(group.faces)}</figcaption></figure>`;
  });
  const names = Object.keys(groups[0]!.regions);
  const rows = groups.map((group) => [
    nameOf(group),
    String(group.faces),
    percent(group.margin.localShare),
    ...names.map((name) => percent(group.regions[name]!)),
  ]);
  return section({
    id: 'together',
    title: 'All faces together',
    lead: 'Mean maps over mean faces, by recognised class, all on one scale; and where the positive values of the maps are, by region. "Best patches" is the share of the margin that comes from the best patches rather than the face as a whole.',
    body: [
      markup`<div class="grid">${maps}</div>`,
      table(['Recognised', 'Faces', 'Best patches', ...names], rows),
      contrast !== undefined && contrastOf(contrast, groups, unit),
    ],
  });
}

function contrastOf(
  { expression, against, faces: [own, other], map, regions }: NonNullable<ShownSummary['contrast']>,
  groups: ShownSummary['groups'],
  unit: string,
): Markup {
  const svg = explanationMap({
    title: `${expression} less ${against}`,
    description: `Mean map of faces recognised as ${expression} less that of ${against}`,
    image: groups.find(({ recognised }) => recognised === expression)!.image,
    ...{ map, unit: `difference of ${unit}`, scale: mapScale([map], true), signed: true },
  });
  const points = (share: number) => `${share >= 0 ? '+' : '−'}${Math.round(Math.abs(100 * share))}`;
  return markup`<h3>${expression} and ${against}</h3><div class="pair"><figure><div style="max-width:220px">${inlineChart(svg)}</div></figure><div><p>Every map asks why ${expression} rather than ${against}. Shown is the mean over ${count(own)} recognised as ${expression} less that over ${count(other)} recognised as ${against}: solid where the first have more that speaks for ${expression}.</p>${table(
    ['Region', `More in ${expression}, percentage points`],
    Object.entries(regions).map(([name, share]) => [name, points(share)]),
  )}</div></div>`;
}
