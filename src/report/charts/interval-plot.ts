// Scores of several models as points with their 95% intervals on a common scale.
import { scaleLinear } from 'd3-scale';
import { type Markup, markup } from '../text/markup.ts';
import { percent, percentRange, shorten } from '../text/numbers.ts';
import { baseAxis, type Frame, place, ticksOf } from './axes.ts';
import { type Caption, chart, emptyChart, heading, type Size } from './chart.ts';

export interface IntervalRow {
  readonly name: string;
  readonly value: number;
  readonly interval: readonly [number, number];
  /** Baselines are drawn hollow. */
  readonly isBaseline?: boolean;
}

export interface IntervalPlot extends Caption, Partial<Size> {
  readonly measure: string;
  readonly rows: readonly IntervalRow[];
  /** A value to compare with, such as chance. */
  readonly reference?: { readonly value: number; readonly text: string };
}

const rowHeight = 27;

export function intervalPlot(given: IntervalPlot): string {
  const { width = 400, rows, measure } = given;
  const reference = given.reference && Number.isFinite(given.reference.value) ? given.reference : undefined;
  const top = 46;
  const height = given.height ?? top + rowHeight * rows.length + 40;
  const known = rows.flatMap(({ value, interval }) => [value, ...interval]).filter(Number.isFinite);
  if (known.length === 0) return emptyChart(given, { width, height: Math.max(height, 120) });
  if (reference) known.push(reference.value);
  const names = 14 + 6 * Math.max(...rows.map(({ name }) => Math.min(name.length, 20)));
  const frame: Frame = { left: names, right: width - 58, top, bottom: top + rowHeight * rows.length };
  const room = Math.max(0.02, (Math.max(...known) - Math.min(...known)) * 0.06);
  const limits = [Math.max(0, Math.min(...known) - room), Math.min(1, Math.max(...known) + room)];
  const across = scaleLinear(limits, [frame.left, frame.right]);
  const ticks = ticksOf(across, 4, (value) => `${place(value * 100)}%`);
  const lines = ticks.map(
    ({ at }) => markup`<line class="rule" x1="${at}" x2="${at}" y1="${top}" y2="${frame.bottom}"/>`,
  );
  const at = reference && place(across(reference.value));
  const mark =
    at !== undefined &&
    markup`<line class="axis dash-2" x1="${at}" x2="${at}" y1="${top}" y2="${frame.bottom}"/><text class="muted small halo" x="${at + 4}" y="${frame.bottom - 5}">${reference?.text}</text>`;
  const drawn = rows.map((row, index) => drawRow(row, top + rowHeight * (index + 0.5), frame, across));
  return chart(
    given,
    { width, height },
    markup`${heading(given.title, measure)}${lines}${mark}${drawn}${baseAxis(frame, ticks, '')}`,
  );
}

function drawRow(row: IntervalRow, y: number, frame: Frame, across: (value: number) => number): Markup {
  const { name, value, interval, isBaseline = false } = row;
  const [low, high] = interval.map((end) => place(across(end)));
  const range =
    interval.every(Number.isFinite) &&
    markup`<path class="line-0 bold" d="M${low!},${y}H${high!}M${low!},${y - 4}v8M${high!},${y - 4}v8"/>`;
  const point =
    Number.isFinite(value) &&
    markup`<circle class="line-0 bold ${isBaseline ? 'hollow' : 'fill'}" cx="${place(across(value))}" cy="${y}" r="4"/>`;
  return markup`<g><title>${name}: ${percent(value)}, 95% interval ${percentRange(interval)}</title><text x="0" y="${y + 4}">${shorten(name, 20)}</text>${range}${point}<text class="strong end" x="${frame.right + 54}" y="${y + 4}">${percent(value)}</text></g>`;
}
