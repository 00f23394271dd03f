// The rows of one Parquet file: encoded images, labels and soft labels, found by the names and types of its columns.
import { MpaferError } from '../../../core/errors.ts';
import { readableCodecs, readableEncodings, readColumn } from '../../../parquet/column.ts';
import { type ColumnChunk, type ParquetColumn, type ParquetFooter, readFooter } from '../../../parquet/footer.ts';
import type { ParquetValue } from '../../../parquet/plain.ts';
import { type DataHost, joinPath } from '../../host.ts';

export interface ParquetRow {
  /** The encoded image; undefined where the row names a file. */
  readonly bytes: Uint8Array | undefined;
  readonly path: string | undefined;
  readonly label: string | number | bigint | boolean | undefined;
  /** Values of `softNames`. */
  readonly soft: readonly (number | undefined)[];
}

export interface ParquetTable {
  readonly rows: readonly ParquetRow[];
  readonly hasLabels: boolean;
  /** Names of the other columns of numbers, among which soft labels may be. */
  readonly softNames: readonly string[];
  /** Class names for 0, 1, 2 ... of the metadata. */
  readonly classNames: readonly string[] | undefined;
}

const imageNames = ['image', 'img', 'picture', 'jpg', 'png'];
const labelNames = ['label', 'labels', 'expression', 'emotion', 'class', 'target'];
const numbers: readonly string[] = ['INT32', 'INT64', 'FLOAT', 'DOUBLE'];

/** Throws `data` for a damaged file, one without images, or one of another compression or encoding. */
export async function readParquet(host: DataHost, root: string, file: string): Promise<ParquetTable> {
  const path = joinPath(root, file);
  const bytes = await host.read(path);
  try {
    return readTable(bytes, path);
  } catch (cause) {
    if (cause instanceof MpaferError) throw cause;
    const found = `it is no Parquet file, or damaged (${(cause as Error).message})`;
    throw new MpaferError('data', `Cannot read "${path}": ${found}`, { cause });
  }
}

/** Columns that make up a row. */
interface Wanted {
  readonly bytes: ParquetColumn | undefined;
  readonly path: ParquetColumn | undefined;
  readonly label: ParquetColumn | undefined;
  readonly soft: readonly ParquetColumn[];
}

function readTable(bytes: Uint8Array, path: string): ParquetTable {
  const footer = readFooter(bytes);
  const features = featuresOf(footer);
  const wanted = wantedColumns(footer, features, path);
  const all = [wanted.bytes, wanted.path, wanted.label, ...wanted.soft].filter((column) => column !== undefined);
  const told = footer.groups.reduce((sum, { rows }) => sum + rows, 0);
  // Room is made for as many: each row takes a byte or more, or it holds no image.
  if (told > bytes.length) throw new Error(`it tells of ${told} rows in ${bytes.length} bytes`);
  for (const { rows, chunks } of footer.groups) {
    for (const chunk of chunks.filter(({ column }) => all.includes(column))) {
      refuseForm(chunk, path);
      refuseCount(chunk, rows);
    }
  }
  return {
    rows: footer.groups.flatMap(({ rows, chunks }) => readGroup(bytes, wanted, rows, chunks)).map(imageRefused(path)),
    hasLabels: wanted.label !== undefined,
    softNames: wanted.soft.map((column) => column.path[0]!),
    classNames: classNamesOf(wanted.label && features[wanted.label.path[0]!]?.names),
  };
}

function wantedColumns({ columns }: ParquetFooter, features: Features, path: string): Wanted {
  const names = [...new Set(columns.map((column) => column.path[0]!))];
  const byFeature = (type: string) => names.find((name) => features[name]?._type === type);
  const image =
    byFeature('Image') ??
    columns.find((column) => column.path.length === 2 && column.path[1] === 'bytes')?.path[0] ??
    names.find((name) => imageNames.includes(name.toLowerCase()));
  if (image === undefined) {
    throw new MpaferError('data', `Cannot read "${path}": no column of images, found ${names.join(', ')}`);
  }
  const labelName = byFeature('ClassLabel') ?? names.find((name) => labelNames.includes(name.toLowerCase()));
  const labels = columns.filter((column) => column.path[0] === labelName);
  if (labels.length > 1 || labels[0]?.inList) {
    throw new MpaferError('data', `Cannot read "${path}": column ${labelName} holds more than one value a row`);
  }
  const single = (column: ParquetColumn) => column.path.length === 1 && !column.inList && column.type === 'BYTE_ARRAY';
  const inImage = columns.filter((column) => column.path[0] === image);
  const part = (name: string) =>
    inImage.find(
      ({ path: own, type, inList }) => own.length === 2 && own[1] === name && type === 'BYTE_ARRAY' && !inList,
    );
  return {
    bytes: part('bytes') ?? inImage.find((column) => single(column) && !column.isText),
    path: part('path') ?? inImage.find((column) => single(column) && column.isText),
    label: labels[0],
    soft: columns.filter(
      ({ path: own, type, inList }) =>
        own.length === 1 && !inList && own[0] !== labelName && own[0] !== image && numbers.includes(type),
    ),
  };
}

function readGroup(
  file: Uint8Array,
  wanted: Wanted,
  rows: number,
  chunks: readonly ColumnChunk[],
): readonly ParquetRow[] {
  const valuesOf = (column: ParquetColumn | undefined) =>
    column && readColumn(file, chunks.find((chunk) => chunk.column === column)!);
  const [bytes, path, label] = [valuesOf(wanted.bytes), valuesOf(wanted.path), valuesOf(wanted.label)];
  const soft = wanted.soft.map((column) => valuesOf(column)!);
  return Array.from({ length: rows }, (_, row) => {
    const [image, name] = [bytes?.[row], path?.[row]];
    return {
      // A copy of its own: a part of a page would keep the whole page in memory.
      bytes: image instanceof Uint8Array ? image.slice() : undefined,
      path: name instanceof Uint8Array && name.length > 0 ? textOf(name) : undefined,
      label: labelOf(label?.[row]),
      soft: soft.map((values) => (values[row] === null ? undefined : Number(values[row]))),
    };
  });
}

type Features = Readonly<Record<string, { readonly _type?: string; readonly names?: unknown }>>;

/** What `datasets` writes under the key `huggingface`. */
function featuresOf({ notes }: ParquetFooter): Features {
  const text = notes.get('huggingface');
  if (text === undefined) return {};
  try {
    return (JSON.parse(text) as { info?: { features?: Features } }).info?.features ?? {};
  } catch {
    return {};
  }
}

const classNamesOf = (names: unknown): readonly string[] | undefined =>
  Array.isArray(names) && names.every((name) => typeof name === 'string') ? names : undefined;

/** Text that is not marked as text comes as bytes. */
const labelOf = (value: ParquetValue | null | undefined): ParquetRow['label'] =>
  value instanceof Uint8Array ? textOf(value) : (value ?? undefined);

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const imageRefused =
  (path: string) =>
  (row: ParquetRow, index: number): ParquetRow => {
    if (row.bytes !== undefined || row.path !== undefined) return row;
    const found = 'it holds neither the bytes nor the path of an image';
    throw new MpaferError('data', `Cannot read "${path}" row ${index + 1}: ${found}`);
  };

function refuseCount({ column, values }: ColumnChunk, rows: number): void {
  if (values !== rows) throw new Error(`column ${column.path.join('.')} tells of ${values} values in ${rows} rows`);
}

function refuseForm({ column, codec, encodings }: ColumnChunk, path: string): void {
  const refuse = (found: string, hint: string) =>
    new MpaferError('data', `Cannot read "${path}": column ${column.path.join('.')} is ${found}`, { hint });
  if (!readableCodecs.includes(codec)) {
    throw refuse(
      `compressed with ${codec}; expected SNAPPY or not compressed`,
      'Write the file again with compression="snappy", the default of most tools',
    );
  }
  const other = encodings.find((encoding) => !readableEncodings.includes(encoding));
  if (other === undefined) return;
  throw refuse(
    `encoded as ${other}; expected PLAIN or RLE_DICTIONARY`,
    'Write the file again with the encodings of version 1, the default of most tools',
  );
}
