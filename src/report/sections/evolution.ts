// Prompt evolution: the nearest words of the soft tokens, and the alignment of prompts and features on validation faces.
import type { EpochRecord } from '../../evaluate/epoch-record.ts';
import { inlineChart } from '../charts/chart.ts';
import { type LineChart, lineChart, type Series } from '../charts/line-chart.ts';
import { type Markup, markup } from '../text/markup.ts';
import { measure, score } from '../text/numbers.ts';
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
  const withWords = epochs.filter(({ nearestWords = [] }) => nearestWords.length > 0);
  if (charts.length === 0 && withWords.length === 0) return undefined;
  const drawn = charts.map(({ title, y, series }) => {
    const description = series.map(({ name, points }) => `${name} ends at ${measure(points.at(-1)!.y)}`).join(', ');
    return markup`<figure>${inlineChart(lineChart({ title, y, series, x: 'epoch', description, write: score }))}</figure>`;
  });
  return section({
    id: 'evolution',
    title: 'Prompt evolution',
    lead: 'Alignment is also measured on the validation split: a loss that falls only in training indicates overfitting. A face should be more similar to the text of its own class than to the others.',
    body: markup`${drawn.length > 0 && markup`<div class="grid">${drawn}</div>`}${withWords.length > 0 && words(data.classes, withWords)}`,
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
    y: 'Loss',
    series: epochs.some(({ valid }) => valid?.prototypeAlignment !== undefined)
      ? [
          ...seriesOf(epochs, 'valid', ({ valid }) => valid?.prototypeAlignment),
          ...seriesOf(epochs, 'train', ({ prototypeAlignment }) => prototypeAlignment),
        ]
      : [],
  },
  {
    title: 'Whole face and text',
    y: 'Cosine, validation',
    series: [
      ...seriesOf(epochs, 'own', ({ valid }) => valid?.globalOwn),
      ...seriesOf(epochs, 'others', ({ valid }) => valid?.globalOther),
    ],
  },
  {
    title: 'Top patches and text',
    y: 'Cosine, validation',
    series: [
      ...seriesOf(epochs, 'own', ({ valid }) => valid?.localOwn),
      ...seriesOf(epochs, 'others', ({ valid }) => valid?.localOther),
    ],
  },
];

/** The nearest words at the first, the middle and the last epoch. */
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
  )}<p class="quiet">The vocabulary entry with the highest cosine similarity to each soft token, in token order, and the range of these cosines. Where the cosines are small, the words mean little: soft tokens need not correspond to any word.</p>`;
}

function cell(found: readonly (readonly [string, number])[]): Markup {
  const cosines = found.map(([, cosine]) => cosine);
  const range =
    found.length > 0 && markup`<small>${score(Math.min(...cosines))} to ${score(Math.max(...cosines))}</small>`;
  return markup`${found.map(([word]) => word).join(' · ')}${range}`;
}
