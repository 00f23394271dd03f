// A reliability diagram: accuracy against confidence, with a histogram of the faces below.
import { scaleLinear } from 'd3-scale';
import { nounFor } from '../../core/plural.ts';
import type { ReliabilityBin } from '../../metrics/reliability-bins.ts';
import { markup } from '../text/markup.ts';
import { count, percent } from '../text/numbers.ts';
import { baseAxis, place, ticksOf, valueAxis } from './axes.ts';
import { type Caption, chart, emptyChart, heading, type Size } from './chart.ts';

export interface ReliabilityDiagram extends Caption, Partial<Size> {
  readonly bins: readonly ReliabilityBin[];
  /** The bins before scaling, drawn hollow. */
  readonly before?: readonly ReliabilityBin[];
}

export function reliabilityDiagram(given: ReliabilityDiagram): string {
  const { width = 400, height = 360 } = given;
  const filled = given.bins.filter(({ n }) => n > 0);
  const before = (given.before ?? []).filter(({ n }) => n > 0);
  if (filled.length === 0) return emptyChart(given, { width, height });
  const frame = { left: 44, right: width - 18, top: 48, bottom: height - 100 };
  const across = scaleLinear([0, 1], [frame.left, frame.right]);
  const up = scaleLinear([0, 1], [frame.bottom, frame.top]);
  const most = Math.max(...filled.map(({ n }) => n));
  const floor = { ...frame, top: frame.bottom + 14, bottom: height - 38 };
  const tall = scaleLinear([0, most], [0, floor.bottom - floor.top]);
  const inPercent = (value: number) => `${Math.round(value * 100)}%`;
  // Points for few faces are small.
  const radius = (n: number) => place(2 + 3.5 * Math.sqrt(n / most));
  const trail = (bins: readonly ReliabilityBin[]) =>
    bins.map(({ confidence, accuracy }) => `${place(across(confidence))},${place(up(accuracy))}`).join(' ');
  return chart(
    given,
    { width, height },
    markup`${heading(given.title, 'Accuracy against confidence')}${valueAxis(frame, ticksOf(up, 5, inPercent))}<line class="axis dash-2" x1="${across(0)}" y1="${up(0)}" x2="${across(1)}" y2="${up(1)}"/>${
      before.length > 0 &&
      markup`<polyline class="line-1 dash-1 open" points="${trail(before)}"/>${before.map(
        ({ confidence, accuracy, n }) =>
          markup`<circle class="line-1 hollow" cx="${place(across(confidence))}" cy="${place(up(accuracy))}" r="${radius(n)}"><title>before scaling: confidence ${percent(confidence)}, accuracy ${percent(accuracy)}, ${count(n)} ${nounFor(n, 'face')}</title></circle>`,
      )}`
    }<polyline class="line-0 open curve" points="${trail(filled)}"/>${filled.map(
      ({ confidence, accuracy, n }) =>
        markup`<circle class="fill" cx="${place(across(confidence))}" cy="${place(up(accuracy))}" r="${radius(n)}"><title>confidence ${percent(confidence)}, accuracy ${percent(accuracy)}, ${count(n)} ${nounFor(n, 'face')}</title></circle>`,
    )}${filled.map(
      ({ lower, upper, n }) =>
        markup`<rect class="fill" fill-opacity="0.35" x="${place(across(lower) + 1)}" y="${place(floor.bottom - tall(n))}" width="${place(across(upper) - across(lower) - 2)}" height="${place(tall(n))}"><title>${percent(lower)} to ${percent(upper)}: ${count(n)} ${nounFor(n, 'face')}</title></rect>`,
    )}<text class="muted small halo" x="${place(across(0.02))}" y="${place(up(0.92))}">underconfident</text><text class="muted small halo end" x="${place(across(0.98))}" y="${place(up(0.05))}">overconfident</text><text class="muted small end" x="${frame.left - 6}" y="${floor.top + 8}">${count(most)}</text><text class="muted small end" x="${frame.left - 6}" y="${floor.bottom}">faces</text>${baseAxis(floor, ticksOf(across, 5, inPercent), 'confidence')}`,
  );
}
