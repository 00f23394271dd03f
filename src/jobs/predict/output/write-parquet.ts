// Predictions as a Parquet file: one row per face, written in groups so that memory does not grow with their number.
import { version } from '../../../core/version.ts';
import { type ColumnKind, faceColumns, faceRows } from '../face-rows.ts';
import type { Prediction } from '../prediction.ts';

const types: Readonly<Record<ColumnKind, 'STRING' | 'INT32' | 'DOUBLE' | 'BOOLEAN'>> = {
  text: 'STRING',
  count: 'INT32',
  number: 'DOUBLE',
  truth: 'BOOLEAN',
};

/** Rows of a group; all but the last have as many. */
const groupRows = 10_000;

/** @param path of the file, which must not exist */
export async function writeParquet(
  path: string,
  predictions: AsyncIterable<Prediction>,
  classes: readonly string[],
): Promise<void> {
  // Loaded here, since few write Parquet.
  const { ParquetWriter, fileWriter, schemaFromColumnData } = await import('hyparquet-writer');
  const columns = faceColumns(classes);
  const group = (rows: readonly (readonly unknown[])[]) =>
    columns.map(({ name, kind }, column) => ({
      name,
      type: types[kind],
      nullable: true,
      data: rows.map((row) => row[column] ?? null),
    }));
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: schemaFromColumnData({ columnData: group([]) }),
    createdBy: `mpafer version ${version}`,
  });
  const write = (rows: readonly (readonly unknown[])[]) =>
    writer.write({ columnData: group(rows), rowGroupSize: groupRows });
  let waiting: (readonly unknown[])[] = [];
  for await (const prediction of predictions) {
    waiting.push(...faceRows(columns, prediction));
    if (waiting.length < groupRows) continue;
    write(waiting.slice(0, groupRows));
    waiting = waiting.slice(groupRows);
  }
  if (waiting.length > 0) write(waiting);
  writer.finish();
}
