// A matrix of scores with the number in every cell, such as accuracy by training and test data set.
import { type Markup, markup } from '../text/markup.ts';
import { dash, percent, shorten } from '../text/numbers.ts';
import { place } from './axes.ts';
import { type Caption, chart, emptyChart, heading, type Size } from './chart.ts';

export interface MatrixCell {
  /** 0-1, or -1 to 1 for cosines. */
  readonly value: number;
  /** Text of the cell; by default the value in percent. */
  readonly text?: string;
  /** A short note below: `± 1.2`. */
  readonly note?: string;
  /** Whether the cell is framed: the model's own data set. */
  readonly isOwn?: boolean;
}

export interface ScoreMatrix extends Caption, Partial<Size> {
  readonly under: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Row by row; undefined cells are empty. */
  readonly cells: readonly (readonly (MatrixCell | undefined)[])[];
}

export function scoreMatrix(given: ScoreMatrix): string {
  const { rows, columns, cells, width = 460 } = given;
  if (rows.length === 0 || columns.length === 0) return emptyChart(given, { width, height: 120 });
  const letters = (names: readonly string[]) => Math.min(Math.max(...names.map(({ length }) => length)), 16);
  const left = 14 + 6.6 * letters(rows);
  const cell = Math.min(110, (width - left) / columns.length);
  const tall = Math.min(56, cell);
  const upright = 6.6 * letters(columns) > cell - 4;
  const top = upright ? 56 + 6 * letters(columns) : 64;
  const height = given.height ?? Math.ceil(top + tall * rows.length + 6);
  const known = cells.flat().flatMap((one) => (one && Number.isFinite(one.value) ? [one.value] : []));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const share = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  const head = columns.map((name, column) => {
    const [x, y] = [place(left + cell * (column + 0.5)), top - 7];
    const turned = upright && markup` transform="rotate(-90 ${x} ${y})"`;
    return markup`<text class="${upright ? '' : 'middle'}" x="${x}" y="${upright ? y + 4 : y}"${turned}>${shorten(name, 16)}<title>${name}</title></text>`;
  });
  const body = rows.map((name, row) => {
    const y = top + tall * row;
    return markup`<text class="end" x="${place(left - 7)}" y="${place(y + tall / 2 + 4)}">${shorten(name, 16)}<title>${name}</title></text>${columns.map(
      (other, column) =>
        drawCell(
          cells[row]?.[column],
          { x: left + cell * column, y, width: cell, height: tall },
          share,
          `${name}, ${other}`,
        ),
    )}`;
  });
  return chart(given, { width, height }, markup`${heading(given.title, given.under)}${head}${body}`);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function drawCell(
  given: MatrixCell | undefined,
  { x, y, width, height }: Box,
  share: (value: number) => number,
  what: string,
): Markup {
  const middle = place(x + width / 2);
  const known = given !== undefined && Number.isFinite(given.value);
  const strength = known ? 0.08 + 0.84 * share(given.value) : 0.03;
  const ink = strength > 0.75 ? 'on-accent' : strength > 0.58 ? 'on-middle' : known ? '' : 'muted';
  const text = known ? (given.text ?? percent(given.value)) : dash;
  const note = given?.note;
  const frame =
    given?.isOwn &&
    markup`<path class="mark bold" d="M${place(x + 2)},${place(y + 2)}h${place(width - 4)}v${place(height - 4)}h${place(4 - width)}Z"/>`;
  return markup`<g><title>${what}: ${text}${note === undefined ? '' : `, ${note}`}</title><rect class="fill" fill-opacity="${place(strength)}" x="${place(x + 1)}" y="${place(y + 1)}" width="${place(width - 2)}" height="${place(height - 2)}" rx="2"/>${frame}<text class="middle strong ${width < 34 && 'small'} ${ink}" x="${middle}" y="${place(y + height / 2 + (note === undefined ? 4 : 0))}">${text}</text>${
    note !== undefined &&
    markup`<text class="middle small ${ink}" x="${middle}" y="${place(y + height / 2 + 13)}">${note}</text>`
  }</g>`;
}
