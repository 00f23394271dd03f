// Prompt evolution: what the soft tokens came to say, and whether prompts and features align on faces that were not trained on.
import type { EpochRecord } from '../../evaluate/epoch-record.ts';
import { inlineChart } from '../charts/chart.ts';
import { type LineChart, lineChart, type Series } from '../charts/line-chart.ts';
import { measure, score } from '../figures.ts';
import { type Markup, markup } from '../markup.ts';
import { section, table } from './section.ts';

/** The part of an epoch's record that is drawn here. */
export type EvolvingEpoch = Pick<EpochRecord, 'epoch' | 'prototypeAlignment' | 'nearestWords'> & {
  readonly valid?: Partial<NonNullable<EpochRecord['valid']>> | undefined;
};

export interface EvolvingRun {
  readonly data: { readonly classes: readonly string[] };
  readonly epochs: readonly EvolvingEpoch[];
}

export function evolutionSection({ data, epochs }: EvolvingRun): Markup | undefined {
  const charts = chartsOf(epochs).filter(({ series }) => series.length > 0);
  const told = epochs.filter(({ nearestWords = [] }) => nearestWords.length > 0);
  if (charts.length === 0 && told.length === 0) return undefined;
  const drawn = charts.map(({ title, y, series }) => {
    const description = series.map(({ name, points }) => `${name} ends at ${measure(points.at(-1)!.y)}`).join(', ');
    return markup`<figure>${inlineChart(lineChart({ title, y, series, x: 'epoch', description, write: score }))}</figure>`;
  });
  return section({
    id: 'evolution',
    title: 'Prompt evolution',
    lead: 'Alignment is measured on the validation split too: a loss that falls in training alone has been learnt by heart. A face should be more like the text of its class than like the others.',
    body: markup`${drawn.length > 0 && markup`<div class="grid">${drawn}</div>`}${told.length > 0 && words(data.classes, told)}`,
  });
}

type Value = (epoch: EvolvingEpoch) => number | undefined;

const seriesOf = (epochs: readonly EvolvingEpoch[], name: string, value: Value): Series[] => {
  const points = epochs.flatMap((epoch) => {
    const y = value(epoch);
    return typeof y === 'number' && Number.isFinite(y) ? [{ x: epoch.epoch, y }] : [];
  });
  return points.some(({ y }) => y !== 0) ? [{ name, points }] : [];
};

const chartsOf = (epochs: readonly EvolvingEpoch[]): readonly Pick<LineChart, 'title' | 'y' | 'series'>[] => [
  {
    title: 'Prototype alignment',
    y: 'Loss, faces with their prototypes',
    series: epochs.some(({ valid }) => valid?.prototypeAlignment !== undefined)
      ? [
          ...seriesOf(epochs, 'valid', ({ valid }) => valid?.prototypeAlignment),
          ...seriesOf(epochs, 'train', ({ prototypeAlignment }) => prototypeAlignment),
        ]
      : [],
  },
  {
    title: 'Whole face with text',
    y: 'Cosine, validation',
    series: [
      ...seriesOf(epochs, 'own', ({ valid }) => valid?.globalOwn),
      ...seriesOf(epochs, 'others', ({ valid }) => valid?.globalOther),
    ],
  },
  {
    title: 'Best patches with text',
    y: 'Cosine, validation',
    series: [
      ...seriesOf(epochs, 'own', ({ valid }) => valid?.localOwn),
      ...seriesOf(epochs, 'others', ({ valid }) => valid?.localOther),
    ],
  },
];

/** The words at the first, the middle and the last epoch. */
function words(classes: readonly string[], epochs: readonly EvolvingEpoch[]): Markup {
  const chosen = [...new Set([0, Math.floor((epochs.length - 1) / 2), epochs.length - 1])].map((at) => epochs[at]!);
  const rows = chosen
    .at(-1)!
    .nearestWords!.map((_, index, lists) => [
      lists.length === 1 ? 'all classes' : (classes[index] ?? `class ${index}`),
      ...chosen.map(({ nearestWords }) => cell(nearestWords?.[index] ?? [])),
    ]);
  return markup`<h3>Nearest words of the soft tokens</h3>${table(
    ['', ...chosen.map(({ epoch }) => `epoch ${epoch}`)],
    rows,
    'words',
  )}<p class="quiet">The entry of the vocabulary that each soft token is most like by angle, in the order of the tokens, and the range of these cosines. Where they are small the words are only the least unlike: soft tokens need not say anything.</p>`;
}

function cell(found: readonly (readonly [string, number])[]): Markup {
  const cosines = found.map(([, cosine]) => cosine);
  const range =
    found.length > 0 && markup`<small>${score(Math.min(...cosines))} to ${score(Math.max(...cosines))}</small>`;
  return markup`${found.map(([word]) => word).join(' · ')}${range}`;
}
