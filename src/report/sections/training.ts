// The course of training: each loss, accuracy, gradients and learning rate; and how the prompts changed.
import type { EpochRecord } from '../../evaluate/epoch-record.ts';
import type { RunReport } from '../../evaluate/run-report.ts';
import { inlineChart } from '../charts/chart.ts';
import { type LineChart, lineChart, type Series } from '../charts/line-chart.ts';
import { headlineOf } from '../headline.ts';
import { type Markup, markup } from '../text/markup.ts';
import { percent } from '../text/numbers.ts';
import { section } from './section.ts';

type Value = (record: EpochRecord) => number | undefined;

const series = (epochs: readonly EpochRecord[], name: string, value: Value): Series => ({
  name,
  points: epochs.map((record) => ({ x: record.epoch, y: value(record) ?? Number.NaN })),
});

/** A curve that is 0 or missing throughout belongs to a component that is switched off. */
const isOn = ({ points }: Series): boolean => points.some(({ y }) => Number.isFinite(y) && y !== 0);

function curves(charts: readonly (Pick<LineChart, 'title' | 'y' | 'series'> & Partial<LineChart>)[]): Markup {
  const shown = charts
    .map((chart) => ({ ...chart, series: chart.series.filter(isOn) }))
    .filter(({ series }) => series.length > 0);
  return markup`<div class="grid">${shown.map((chart) => {
    const last = chart.series.map(({ name, points }) => {
      const end = points.findLast(({ y }) => Number.isFinite(y));
      return `${name} ends at ${(chart.write ?? String)(end?.y ?? Number.NaN)}`;
    });
    return markup`<figure>${inlineChart(lineChart({ x: 'epoch', description: last.join(', '), ...chart }))}</figure>`;
  })}</div>`;
}

export function trainingSection(run: RunReport): Markup | undefined {
  const { epochs } = run;
  if (epochs.length === 0) return undefined;
  const one = (title: string, y: string, value: Value, more: Partial<LineChart> = {}) => ({
    title,
    y,
    series: [series(epochs, title, value)],
    ...more,
  });
  const chosen = headlineOf(run).trained;
  const marker =
    chosen?.name === 'validation-selected' && chosen.epoch !== undefined
      ? { marker: { x: chosen.epoch, text: `selected: ${chosen.epoch}` } }
      : {};
  return section({
    id: 'training',
    title: 'Training',
    lead: 'Each loss on its own scale, unweighted. Components that are switched off have no chart.',
    body: curves([
      {
        title: 'Accuracy',
        y: 'WAR and UAR',
        write: percent,
        writeTick: (value) => `${Math.round(value * 100)}%`,
        series: [
          series(epochs, 'valid UAR', ({ valid }) => valid?.uar),
          series(epochs, 'valid WAR', ({ valid }) => valid?.war),
          series(epochs, 'train WAR', ({ trainWar }) => trainWar),
          series(epochs, 'test WAR', ({ test }) => test?.war),
        ],
        ...marker,
      },
      one('Loss', 'Weighted sum', ({ loss }) => loss),
      one('Classification', 'Cross-entropy, nats', ({ classification }) => classification),
      one('Token alignment', 'Soft and hard prompts, by token', ({ tokenAlignment }) => tokenAlignment),
      one('Prompt alignment', 'Soft and hard prompts, as a whole', ({ promptAlignment }) => promptAlignment),
      one('Prototype alignment', 'Image features and prototypes', ({ prototypeAlignment }) => prototypeAlignment),
      one('Validation NLL', 'Nats', ({ valid }) => valid?.nll, marker),
      {
        title: 'Gradient norms',
        y: 'L2 norm, logarithmic scale',
        logarithmic: true,
        series: [
          series(epochs, 'text', ({ gradientNormContext }) => gradientNormContext),
          series(epochs, 'visual', ({ gradientNormVisual }) => gradientNormVisual),
        ],
      },
      one('Learning rate', 'Per step', ({ learningRate }) => learningRate),
    ]),
  });
}

export function promptSection({ epochs }: RunReport): Markup | undefined {
  if (epochs.length === 0) return undefined;
  return section({
    id: 'prompts',
    title: 'How the prompts changed',
    lead: 'Drift is the distance of the prompts from their initial values. A flat line is a prompt that does not learn.',
    body: curves([
      {
        title: 'Drift',
        y: 'L2 distance from initialisation',
        series: [
          series(epochs, 'text', ({ contextDrift }) => contextDrift),
          series(epochs, 'visual', ({ visualDrift }) => visualDrift),
        ],
      },
      {
        title: 'Norm of the text prompts',
        y: 'L2',
        series: [series(epochs, 'text', ({ contextNorm }) => contextNorm)],
      },
      {
        title: 'Norm of the visual prompts',
        y: 'L2',
        series: [series(epochs, 'visual', ({ visualNorm }) => visualNorm)],
      },
    ]),
  });
}
