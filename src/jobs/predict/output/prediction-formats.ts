// The files that predictions are written to, by the extension of their name: JSON lines, CSV, Parquet.
import { open } from 'node:fs/promises';
import { MpaferError } from '../../../core/errors.ts';
import { csvRow } from '../../../data/csv-row.ts';
import { faceColumns, faceRows } from '../face-rows.ts';
import type { Prediction } from '../prediction.ts';
import { writeParquet } from './write-parquet.ts';

/** Writes all predictions to a new file, in order. */
export type PredictionFormat = (
  path: string,
  predictions: AsyncIterable<Prediction>,
  classes: readonly string[],
) => Promise<void>;

const formats: Readonly<Record<string, PredictionFormat>> = {
  '.jsonl': (path, predictions) => writeLines(path, predictions, (prediction) => `${JSON.stringify(prediction)}\n`),
  '.csv': (path, predictions, classes) => {
    const columns = faceColumns(classes);
    const row = (cells: readonly (string | number | boolean | undefined)[]) =>
      csvRow(cells.map((cell) => (typeof cell === 'boolean' ? String(cell) : cell)));
    const header = row(columns.map(({ name }) => name));
    return writeLines(path, predictions, (prediction) => faceRows(columns, prediction).map(row).join(''), header);
  },
  '.parquet': writeParquet,
};

/** @throws MpaferError `usage` when the name ends in none of the extensions */
export function formatOf(path: string): PredictionFormat {
  const extension = /\.[a-z]+$/i.exec(path)?.[0].toLowerCase() ?? '';
  const format = formats[extension];
  if (format !== undefined) return format;
  throw new MpaferError(
    'usage',
    `Cannot write predictions to "${path}": its name ends in ${extension === '' ? 'no extension' : `"${extension}"`}; expected .jsonl, .csv or .parquet`,
  );
}

async function writeLines(
  path: string,
  predictions: AsyncIterable<Prediction>,
  text: (prediction: Prediction) => string,
  header = '',
): Promise<void> {
  const file = await open(path, 'wx');
  try {
    let waiting = header;
    for await (const prediction of predictions) {
      waiting += text(prediction);
      if (waiting.length < 2 ** 16) continue;
      await file.write(waiting);
      waiting = '';
    }
    await file.write(waiting);
  } finally {
    await file.close();
  }
}
