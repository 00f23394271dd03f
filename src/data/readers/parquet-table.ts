// The rows of one Parquet file: encoded images, labels and soft labels, found by the names and types of its columns.
import { type FileMetaData, parquetMetadata, parquetReadObjects, parquetSchema, snappyUncompress } from 'hyparquet';
import { MpaferError } from '../../core/errors.ts';
import { type DataHost, joinPath } from '../host.ts';

export interface ParquetRow {
  /** The encoded image; undefined where the row names a file. */
  readonly bytes: Uint8Array | undefined;
  readonly path: string | undefined;
  readonly label: unknown;
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
const readable = ['UNCOMPRESSED', 'SNAPPY'];

/** Throws `data` for a damaged file, one without images, or one of another compression. */
export async function readParquet(host: DataHost, root: string, file: string): Promise<ParquetTable> {
  const path = joinPath(root, file);
  const bytes = await host.read(path);
  try {
    return await readTable(bytes, path);
  } catch (cause) {
    if (cause instanceof MpaferError) throw cause;
    // The library throws what it stumbles over.
    const found = `it is no Parquet file, or damaged (${String((cause as Error).message)})`;
    throw new MpaferError('data', `Cannot read "${path}": ${found}`, { cause });
  }
}

async function readTable(bytes: Uint8Array, path: string): Promise<ParquetTable> {
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const metadata = parquetMetadata(buffer);
  const columns = parquetSchema(metadata).children;
  const features = featuresOf(metadata);
  const names = columns.map(({ element }) => element.name);
  const byFeature = (type: string) => names.find((name) => features[name]?._type === type);
  const image =
    byFeature('Image') ??
    columns.find(({ children }) => children.some(({ element }) => element.name === 'bytes'))?.element.name ??
    names.find((name) => imageNames.includes(name.toLowerCase()));
  const label = byFeature('ClassLabel') ?? names.find((name) => labelNames.includes(name.toLowerCase()));
  if (image === undefined) {
    throw new MpaferError('data', `Cannot read "${path}": no column of images, found ${names.join(', ')}`);
  }
  const softNames = columns
    .filter(({ element, children }) => children.length === 0 && element.name !== label && element.name !== image)
    .filter(({ element }) => ['INT32', 'INT64', 'FLOAT', 'DOUBLE'].includes(element.type ?? ''))
    .map(({ element }) => element.name);
  refuseCodec(metadata, path);
  refuseCounts(metadata, bytes.length, path);
  const rows = await parquetReadObjects({
    file: buffer,
    metadata,
    compressors: { SNAPPY: unpack },
    columns: [image, ...(label === undefined ? [] : [label]), ...softNames],
    utf8: false,
  });
  return {
    rows: rows.map((row, index) => {
      const value = row[image] as unknown;
      const soft = softNames.map((name) =>
        row[name] === null || row[name] === undefined ? undefined : Number(row[name]),
      );
      return { ...imageOf(value, path, index), label: textOf(label === undefined ? undefined : row[label]), soft };
    }),
    hasLabels: label !== undefined,
    softNames,
    classNames: label === undefined ? undefined : features[label]?.names,
  };
}

interface Feature {
  readonly _type?: string;
  readonly names?: readonly string[];
}

/** What `datasets` writes under the key `huggingface`. */
function featuresOf({ key_value_metadata: pairs }: FileMetaData): Readonly<Record<string, Feature>> {
  const text = pairs?.find(({ key }) => key === 'huggingface')?.value;
  if (text === undefined) return {};
  try {
    const parsed = JSON.parse(text) as { info?: { features?: Record<string, Feature> } };
    return parsed.info?.features ?? {};
  } catch {
    return {};
  }
}

function imageOf(value: unknown, path: string, row: number): Pick<ParquetRow, 'bytes' | 'path'> {
  if (value instanceof Uint8Array) return { bytes: value.slice(), path: undefined };
  if (typeof value === 'object' && value !== null) {
    const { bytes, path: named } = value as { bytes?: unknown; path?: unknown };
    const name = textOf(named);
    const known = typeof name === 'string' && name !== '' ? name : undefined;
    // A copy of its own: a part of a page would keep the whole page in memory.
    if (bytes instanceof Uint8Array) return { bytes: bytes.slice(), path: known };
    if (known !== undefined) return { bytes: undefined, path: known };
  }
  throw new MpaferError(
    'data',
    `Cannot read "${path}" row ${row + 1}: it holds neither the bytes nor the path of an image`,
  );
}

/** Text of a column that is not marked as text comes as bytes. */
const textOf = (value: unknown): unknown => (value instanceof Uint8Array ? new TextDecoder().decode(value) : value);

/** Counts are believed by what reads the rows, which makes room for as many: each row takes a byte or more, or it holds no image. */
function refuseCounts({ num_rows: rows, row_groups: groups }: FileMetaData, length: number, path: string): void {
  const counts = groups.flatMap((group) => [
    group.num_rows,
    ...group.columns.map(({ meta_data: chunk }) => chunk?.num_values ?? 0n),
  ]);
  const wrong = [rows, ...counts].find((count) => count < 0n || count > length);
  if (wrong === undefined) return;
  throw new MpaferError(
    'data',
    `Cannot read "${path}": it is no Parquet file, or damaged (it tells of ${wrong} rows in ${length} bytes)`,
  );
}

/** Snappy makes at most 64 bytes of two: a page that tells of more is damaged, and no room is made for it. */
function unpack(packed: Uint8Array, length: number): Uint8Array {
  if (length > 32 * packed.length + 64) throw new Error(`a page of ${packed.length} bytes tells of ${length}`);
  const bytes = new Uint8Array(length);
  snappyUncompress(packed, bytes);
  return bytes;
}

function refuseCodec({ row_groups: groups }: FileMetaData, path: string): void {
  for (const { columns } of groups) {
    for (const { meta_data: chunk } of columns) {
      if (chunk === undefined || readable.includes(chunk.codec)) continue;
      throw new MpaferError(
        'data',
        `Cannot read "${path}": column ${chunk.path_in_schema.join('.')} is compressed with ${chunk.codec}, must be SNAPPY or not compressed`,
        { hint: 'Write the file again with compression="snappy", the default of most tools' },
      );
    }
  }
}
