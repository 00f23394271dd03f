// Faces as a Parquet file: one row each, written in groups so that memory does not grow with their number.
import { version } from '../../../core/version.ts';
import type { ColumnKind } from '../../../recognise/video/frame-row.ts';
import type { Cells } from '../../write-text.ts';

const types: Readonly<Record<ColumnKind, 'STRING' | 'INT32' | 'DOUBLE' | 'BOOLEAN'>> = {
  text: 'STRING',
  count: 'INT32',
  number: 'DOUBLE',
  truth: 'BOOLEAN',
};

/** Rows of a group; all but the last have as many. */
const groupRows = 10_000;

/**
 * @param path of the file, which must not exist
 * @param cellsOf the lines of a row, in the order of the columns
 */
export async function writeParquet<Row>(
  path: string,
  columns: readonly { readonly name: string; readonly kind?: ColumnKind | undefined }[],
  rows: AsyncIterable<Row>,
  cellsOf: (row: Row) => readonly Cells[],
): Promise<void> {
  // Loaded here, since few write Parquet.
  const { ParquetWriter, fileWriter, schemaFromColumnData } = await import('hyparquet-writer');
  const group = (lines: readonly Cells[]) =>
    columns.map(({ name, kind = 'number' }, column) => ({
      name,
      type: types[kind],
      nullable: true,
      data: lines.map((line) => line[column] ?? null),
    }));
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: schemaFromColumnData({ columnData: group([]) }),
    createdBy: `mpafer version ${version}`,
  });
  const write = (lines: readonly Cells[]) => writer.write({ columnData: group(lines), rowGroupSize: groupRows });
  let waiting: Cells[] = [];
  for await (const row of rows) {
    waiting.push(...cellsOf(row));
    if (waiting.length < groupRows) continue;
    write(waiting.slice(0, groupRows));
    waiting = waiting.slice(groupRows);
  }
  if (waiting.length > 0) write(waiting);
  writer.finish();
}
