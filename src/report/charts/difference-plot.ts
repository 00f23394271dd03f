// Differences with their 95% intervals around a line at zero; intervals that exclude zero are filled.
import { scaleLinear } from 'd3-scale';
import { type Markup, markup } from '../text/markup.ts';
import { shorten, signedPoints } from '../text/numbers.ts';
import { baseAxis, type Frame, place, ticksOf } from './axes.ts';
import { type Caption, chart, emptyChart, heading, type Size } from './chart.ts';

export interface DifferenceRow {
  readonly name: string;
  /** -1 to 1; NaN shows a dash. */
  readonly difference: number;
  readonly interval: readonly [number, number];
}

export interface DifferencePlot extends Caption, Partial<Size> {
  readonly measure: string;
  readonly rows: readonly DifferenceRow[];
}

const rowHeight = 27;

export function differencePlot(given: DifferencePlot): string {
  const { width = 460, rows, measure } = given;
  const top = 46;
  const height = given.height ?? top + rowHeight * rows.length + 40;
  const known = rows.flatMap(({ difference, interval }) => [difference, ...interval]).filter(Number.isFinite);
  if (known.length === 0) return emptyChart(given, { width, height: Math.max(height, 120) });
  const names = 14 + 6.6 * Math.max(...rows.map(({ name }) => Math.min(name.length, 16)));
  const frame: Frame = { left: names, right: width - 58, top, bottom: top + rowHeight * rows.length };
  const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)];
  const room = Math.max(0.01, (high - low) * 0.06);
  const across = scaleLinear([low - room, high + room], [frame.left, frame.right]);
  const ticks = ticksOf(across, 5, (value) => `${place(value * 100)}`.replace('-', '−'));
  const lines = ticks.map(
    ({ at }) => markup`<line class="rule" x1="${at}" x2="${at}" y1="${top}" y2="${frame.bottom}"/>`,
  );
  const zero = place(across(0));
  const drawn = rows.map((row, index) => drawRow(row, top + rowHeight * (index + 0.5), frame, across));
  return chart(
    given,
    { width, height },
    markup`${heading(given.title, measure)}${lines}<line class="mark" x1="${zero}" x2="${zero}" y1="${top - 4}" y2="${frame.bottom}"/>${drawn}${baseAxis(frame, ticks, 'points')}`,
  );
}

/** Filled if the interval excludes 0. */
function drawRow(row: DifferenceRow, y: number, { right }: Frame, across: (value: number) => number): Markup {
  const { name, difference, interval } = row;
  const [low, high] = interval.map((end) => place(across(end)));
  const excludesZero = interval[0] > 0 || interval[1] < 0;
  const range =
    interval.every(Number.isFinite) &&
    markup`<path class="line-0 bold" d="M${low!},${y}H${high!}M${low!},${y - 4}v8M${high!},${y - 4}v8"/>`;
  const point =
    Number.isFinite(difference) &&
    markup`<circle class="line-0 bold ${excludesZero ? 'fill' : 'hollow'}" cx="${place(across(difference))}" cy="${y}" r="4"/>`;
  return markup`<g><title>${name}: ${signedPoints(difference)} points, 95% interval ${signedPoints(interval[0])} to ${signedPoints(interval[1])}</title><text x="0" y="${y + 4}">${shorten(name, 16)}</text>${range}${point}<text class="strong end" x="${right + 54}" y="${y + 4}">${signedPoints(difference)}</text></g>`;
}
