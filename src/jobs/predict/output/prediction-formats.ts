// The files that predictions are written to, by the extension of their name: JSON lines, CSV, Parquet.
import { MpaferError } from '../../../core/errors.ts';
import { csvLines, jsonLines, writeText } from '../../write-text.ts';
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
  '.jsonl': (path, predictions) => writeText(path, jsonLines(predictions)),
  '.csv': (path, predictions, classes) => {
    const columns = faceColumns(classes);
    const header = columns.map(({ name }) => name);
    return writeText(
      path,
      csvLines(header, predictions, (prediction) => faceRows(columns, prediction)),
    );
  },
  '.parquet': (path, predictions, classes) => {
    const columns = faceColumns(classes);
    return writeParquet(path, columns, predictions, (prediction) => faceRows(columns, prediction));
  },
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
