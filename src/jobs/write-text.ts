// A text file written piece by piece: a long one is never in memory as a whole.
import { open } from 'node:fs/promises';
import { csvRow } from '../core/csv-row.ts';

/** Writes the texts to a new file, in order. */
export async function writeText(path: string, texts: AsyncIterable<string>): Promise<void> {
  const file = await open(path, 'wx');
  try {
    let waiting = '';
    for await (const text of texts) {
      waiting += text;
      if (waiting.length < 2 ** 16) continue;
      await file.write(waiting);
      waiting = '';
    }
    await file.write(waiting);
  } finally {
    await file.close();
  }
}

/** Rows as JSON lines. */
export async function* jsonLines(rows: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

/** A line of a table. */
export type Cells = readonly (string | number | boolean | undefined)[];

/** Rows as CSV below their header; `cellsOf` gives a row's lines. */
export async function* csvLines<Row>(
  header: readonly string[],
  rows: AsyncIterable<Row>,
  cellsOf: (row: Row) => readonly Cells[],
): AsyncGenerator<string> {
  const line = (cells: Cells) => csvRow(cells.map((cell) => (typeof cell === 'boolean' ? String(cell) : cell)));
  yield line(header);
  for await (const row of rows) yield cellsOf(row).map(line).join('');
}
