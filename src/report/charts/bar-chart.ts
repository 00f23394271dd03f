// Horizontal bars for rates, such as the recall of each class, with marks for a baseline.
import { scaleLinear } from 'd3-scale';
import { type Markup, markup } from '../text/markup.ts';
import { percent, shorten } from '../text/numbers.ts';
import { place } from './axes.ts';
import { type Caption, chart, emptyChart, heading, type Size } from './chart.ts';

export interface Bar {
  readonly name: string;
  /** 0-1; NaN shows a dash. */
  readonly value: number;
  /** The value to compare with, 0-1. */
  readonly baseline?: number;
  /** A short note after the value: `of 160`. */
  readonly note?: string;
}

export interface BarChart extends Caption, Partial<Size> {
  /** What the bars measure. */
  readonly measure: string;
  readonly bars: readonly Bar[];
  /** What the marks show: `zero-shot`. */
  readonly baselineName?: string;
}

const rowHeight = 28;

export function barChart(given: BarChart): string {
  const { width = 400, bars, measure, baselineName } = given;
  const top = 60;
  const height = given.height ?? top + rowHeight * bars.length + 24;
  if (bars.length === 0) return emptyChart(given, { width, height: Math.max(height, 120) });
  const left = 12 + 6.6 * Math.max(...bars.map(({ name }) => Math.min(name.length, 16)));
  const note = Math.max(...bars.map(({ note = '' }) => note.length));
  const right = width - 62 - 6.4 * note;
  const across = scaleLinear([0, 1], [left, right]);
  const bottom = top + rowHeight * bars.length;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (value) =>
      markup`<line class="rule" x1="${place(across(value))}" x2="${place(across(value))}" y1="${top - 4}" y2="${bottom}"/><text class="muted middle small" x="${place(across(value))}" y="${bottom + 15}">${value * 100}%</text>`,
  );
  const legend =
    baselineName !== undefined &&
    markup`<line class="mark bold" x1="${left}" x2="${left}" y1="42" y2="52"/><text class="muted small" x="${left + 6}" y="50">${shorten(baselineName, 40)}</text>`;
  return chart(
    given,
    { width, height },
    markup`${heading(given.title, measure)}${ticks}${legend}${bars.map((bar, index) =>
      row(bar, top + rowHeight * index, left, right, across),
    )}`,
  );
}

function row(bar: Bar, top: number, left: number, right: number, across: (value: number) => number): Markup {
  const { name, value, baseline, note } = bar;
  const middle = top + rowHeight / 2;
  const length = Number.isFinite(value) ? across(value) - left : 0;
  const comparison = baseline === undefined ? '' : `, against ${percent(baseline)}`;
  return markup`<g><title>${name}: ${percent(value)}${comparison}</title><text class="end" x="${place(left - 8)}" y="${middle + 4}">${shorten(name, 16)}</text><rect class="fill" x="${left}" y="${middle - 8}" width="${place(length)}" height="16" rx="1.5"/>${
    baseline !== undefined &&
    Number.isFinite(baseline) &&
    markup`<line class="halo" x1="${place(across(baseline))}" x2="${place(across(baseline))}" y1="${middle - 11}" y2="${middle + 11}"/><line class="mark bold" x1="${place(across(baseline))}" x2="${place(across(baseline))}" y1="${middle - 11}" y2="${middle + 11}"/>`
  }<text class="strong end" x="${place(right + 58)}" y="${middle + 4}">${percent(value)}</text><text class="muted small" x="${place(right + 63)}" y="${middle + 4}">${note ?? ''}</text></g>`;
}
