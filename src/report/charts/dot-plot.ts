// Scores of several variants over seeds: a dot per seed, a bar for the mean, a line for the standard deviation.
import { scaleLinear } from 'd3-scale';
import { spreadText } from '../../metrics/spread.ts';
import { type Markup, markup } from '../text/markup.ts';
import { percent, shorten } from '../text/numbers.ts';
import { baseAxis, type Frame, place, ticksOf } from './axes.ts';
import { type Caption, chart, emptyChart, heading, type Size } from './chart.ts';

export interface DotRow {
  readonly name: string;
  /** One per seed, 0-1. */
  readonly values: readonly number[];
  readonly mean: number;
  /** Sample standard deviation; NaN for a single value. */
  readonly deviation: number;
  /** Baselines are drawn hollow. */
  readonly isBaseline?: boolean;
}

export interface DotPlot extends Caption, Partial<Size> {
  readonly measure: string;
  readonly rows: readonly DotRow[];
}

const rowHeight = 28;

export function dotPlot(given: DotPlot): string {
  const { width = 460, rows, measure } = given;
  const top = 46;
  const height = given.height ?? top + rowHeight * rows.length + 40;
  const known = rows.flatMap(({ values, mean, deviation }) => [
    ...values,
    ...(Number.isFinite(deviation) ? [mean - deviation, mean + deviation] : []),
  ]);
  if (known.length === 0) return emptyChart(given, { width, height: Math.max(height, 120) });
  const names = 14 + 6.4 * Math.max(...rows.map(({ name }) => Math.min(name.length, 20)));
  const frame: Frame = { left: names, right: width - 92, top, bottom: top + rowHeight * rows.length };
  const room = Math.max(0.01, (Math.max(...known) - Math.min(...known)) * 0.06);
  const limits = [Math.max(0, Math.min(...known) - room), Math.min(1, Math.max(...known) + room)];
  const across = scaleLinear(limits, [frame.left, frame.right]);
  const ticks = ticksOf(across, 4, (value) => `${place(value * 100)}%`);
  const lines = ticks.map(
    ({ at }) => markup`<line class="rule" x1="${at}" x2="${at}" y1="${top}" y2="${frame.bottom}"/>`,
  );
  const drawn = rows.map((row, index) => drawRow(row, top + rowHeight * (index + 0.5), frame, across));
  return chart(
    given,
    { width, height },
    markup`${heading(given.title, measure)}${lines}${drawn}${baseAxis(frame, ticks, '')}`,
  );
}

function drawRow(row: DotRow, y: number, frame: Frame, across: (value: number) => number): Markup {
  const { name, values, mean, deviation, isBaseline = false } = row;
  const at = (value: number) => place(across(value));
  const range =
    Number.isFinite(deviation) &&
    markup`<path class="line-0 bold" d="M${at(mean - deviation)},${y}H${at(mean + deviation)}"/>`;
  const centre = Number.isFinite(mean) && markup`<path class="line-0 bold" d="M${at(mean)},${y - 8}v16"/>`;
  const dots = values
    .filter(Number.isFinite)
    .map(
      (value) =>
        markup`<circle class="line-0 ${isBaseline ? 'hollow' : 'fill'}" fill-opacity="${isBaseline ? 1 : 0.55}" cx="${at(value)}" cy="${y}" r="4"><title>${percent(value)}</title></circle>`,
    );
  return markup`<g><title>${name}: ${spreadText(row)}, ${values.map(percent).join(', ')}</title><text x="0" y="${y + 4}">${shorten(name, 20)}</text>${range}${dots}${centre}<text class="strong end" x="${frame.right + 88}" y="${y + 4}">${spreadText(row)}</text></g>`;
}
