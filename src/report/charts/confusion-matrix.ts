// A confusion matrix: rows are true classes and sum to 100%, and every cell shows its number.
import type { Confusion } from '../../metrics/confusion.ts';
import { type Markup, markup } from '../text/markup.ts';
import { count, dash, percent, shorten } from '../text/numbers.ts';
import { place } from './axes.ts';
import { type Caption, chart, emptyChart, heading, type Size } from './chart.ts';

export interface ConfusionMatrix extends Caption, Partial<Size> {
  readonly classes: readonly string[];
  /** Counts; rows are true classes. */
  readonly confusion: Confusion;
  /** What rows and columns are, if not truth and prediction. */
  readonly under?: string;
}

export function confusionMatrix(given: ConfusionMatrix): string {
  const { width = 400, classes, confusion } = given;
  if (classes.length === 0) return emptyChart(given, { width, height: 120 }, 'No classes');
  const letters = Math.min(Math.max(...classes.map(({ length }) => length)), 12);
  const left = 14 + 6.5 * letters;
  const cell = Math.min(72, (width - left) / classes.length);
  // Names are vertical over narrow columns.
  const upright = 6.6 * letters > cell - 4;
  const top = upright ? 56 + 6 * letters : 64;
  const height = given.height ?? Math.ceil(top + cell * classes.length + 6);
  const columns = classes.map((name, column) => {
    const [x, y] = [place(left + cell * (column + 0.5)), top - 7];
    const turned = upright && markup` transform="rotate(-90 ${x} ${y})"`;
    return markup`<text class="${upright ? '' : 'middle'}" x="${x}" y="${upright ? y + 4 : y}"${turned}>${shorten(name, 12)}<title>${name}</title></text>`;
  });
  const rows = classes.map((name, truth) => {
    const row = confusion[truth] ?? [];
    const n = row.reduce((sum, value) => sum + value, 0);
    const y = top + cell * truth;
    return markup`<text class="end" x="${place(left - 7)}" y="${place(y + cell / 2 + 4)}">${shorten(name, 12)}<title>${name}</title></text>${classes.map(
      (other, column) =>
        drawCell(
          { x: left + cell * column, y, side: cell },
          row[column] ?? 0,
          n,
          truth === column,
          `${name} predicted as ${other}`,
        ),
    )}`;
  });
  return chart(
    given,
    { width, height },
    markup`${heading(given.title, given.under ?? 'Rows: truth. Columns: prediction. Percentages of the row.')}${columns}${rows}`,
  );
}

interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

function drawCell({ x, y, side }: Square, value: number, n: number, isRight: boolean, what: string): Markup {
  const part = n === 0 ? 0 : value / n;
  const middle = place(x + side / 2);
  const ink = part > 0.75 ? 'on-accent' : part > 0.58 ? 'on-middle' : value === 0 ? 'muted' : '';
  const number = n === 0 ? dash : String(Math.round(part * 100));
  // Translucent accent colours work on light and dark backgrounds.
  return markup`<g><title>${what}: ${count(value)} of ${count(n)}, ${percent(value / n)}</title><rect class="${isRight ? 'fill' : 'fill-warm'}" fill-opacity="${place(part === 0 ? 0.03 : 0.08 + 0.92 * part)}" x="${place(x + 1)}" y="${place(y + 1)}" width="${place(side - 2)}" height="${place(side - 2)}" rx="2"/>${
    side >= 20 &&
    markup`<text class="middle ${ink} ${isRight ? 'strong' : ''}" x="${middle}" y="${place(y + side / 2 + (side >= 38 ? 0 : 4))}">${number}</text>`
  }${side >= 38 && value > 0 && markup`<text class="middle small ${ink}" x="${middle}" y="${place(y + side / 2 + 13)}">${count(value)}</text>`}</g>`;
}
