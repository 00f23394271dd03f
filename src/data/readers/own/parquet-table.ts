// The rows of one Parquet file: encoded images, labels, soft labels and other scalar columns.
import { MpaferError } from '../../../core/errors.ts';
import { readableCodecs } from '../../../parquet/codecs.ts';
import { readableEncodings, readColumn } from '../../../parquet/column.ts';
import { type ColumnChunk, type ParquetColumn, type ParquetFooter, readFooter } from '../../../parquet/footer.ts';
import type { ParquetValue } from '../../../parquet/plain.ts';
import { type DataHost, joinPath } from '../../host.ts';

export type ParquetCell = string | number | bigint | boolean | undefined;

export interface ParquetRow {
  /** The encoded image; undefined if the row refers to a file. */
  readonly bytes: Uint8Array | undefined;
  readonly path: string | undefined;
  /** Values of `ParquetTable.names`. */
  readonly cells: readonly ParquetCell[];
}

export interface ParquetTable {
  readonly rows: readonly ParquetRow[];
  /** The scalar columns that were read. */
  readonly names: readonly string[];
}

type Features = Readonly<Record<string, { readonly _type?: string; readonly names?: unknown } | undefined>>;

/** A file and its metadata. */
export interface ParquetSource {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly footer: ParquetFooter;
  /** What `datasets` writes under the key `huggingface`. */
  readonly features: Features;
  /** Column names; nested columns appear once, as their group. */
  readonly columns: readonly string[];
}

/** @throws MpaferError `data` when it is not a Parquet file */
export async function openParquet(host: DataHost, root: string, file: string): Promise<ParquetSource> {
  const path = joinPath(root, file);
  const bytes = await host.read(path);
  return damaged(path, async () => {
    const footer = readFooter(bytes);
    const columns = [...new Set(footer.columns.map((column) => column.path[0]!))];
    const declared = footer.groups.reduce((sum, { rows }) => sum + rows, 0);
    // A row with an image takes at least a byte, so do not allocate memory for more rows than bytes.
    if (declared > bytes.length) throw new Error(`it declares ${declared} rows in ${bytes.length} bytes`);
    return { path, bytes, footer, features: featuresOf(footer), columns };
  });
}

/** Class names for 0, 1, 2 ... of a column, if the metadata has them. */
export function classNamesOf({ features }: ParquetSource, column: string): readonly string[] | undefined {
  const names = features[column]?.names;
  return Array.isArray(names) && names.every((name) => typeof name === 'string') ? names : undefined;
}

/** Scalar columns other than the image. */
export const singleColumns = ({ footer }: ParquetSource, image: string): readonly string[] =>
  footer.columns.filter((column) => isSingle(column) && column.path[0] !== image).map(({ path }) => path[0]!);

const isSingle = ({ path, inList, type }: ParquetColumn): boolean =>
  path.length === 1 && !inList && type !== 'FIXED_LEN_BYTE_ARRAY' && type !== 'INT96';

/**
 * @param image the column of images: `{bytes, path}`, bytes, or paths
 * @param names scalar columns
 * @throws MpaferError `data` for a damaged file, a row without an image, or an unsupported compression or encoding
 */
export async function readParquet(
  host: DataHost,
  source: ParquetSource,
  image: string,
  names: readonly string[],
): Promise<ParquetTable> {
  const { path, footer, bytes } = source;
  const inImage = footer.columns.filter((column) => column.path[0] === image);
  const part = (name: string) =>
    inImage.find(
      ({ path: own, type, inList }) => own.length === 2 && own[1] === name && type === 'BYTE_ARRAY' && !inList,
    );
  const single = (isText: boolean) =>
    inImage.find((column) => isSingle(column) && column.type === 'BYTE_ARRAY' && column.isText === isText);
  const wanted = [
    part('bytes') ?? single(false),
    part('path') ?? single(true),
    ...names.map((name) => footer.columns.find((column) => isSingle(column) && column.path[0] === name)),
  ];
  return damaged(path, async () => {
    const decompressors = host.decompressors ?? {};
    const codecs = readableCodecs(decompressors);
    const rows: ParquetRow[] = [];
    for (const group of footer.groups) {
      const columns: (readonly (ParquetValue | null)[] | undefined)[] = [];
      for (const column of wanted) {
        const chunk = column && group.chunks.find((each) => each.column === column)!;
        if (chunk !== undefined) refuseForm(chunk, path, codecs);
        if (chunk !== undefined) refuseCount(chunk, group.rows);
        columns.push(chunk && (await readColumn(bytes, chunk, decompressors)));
      }
      for (let row = 0; row < group.rows; row++) {
        const [image, name, ...cells] = columns.map((values) => values?.[row]);
        rows.push({
          // Copied, because a view would keep the whole page in memory.
          bytes: image instanceof Uint8Array ? image.slice() : undefined,
          path: name instanceof Uint8Array && name.length > 0 ? textOf(name) : undefined,
          cells: cells.map(cellOf),
        });
        const { bytes: found, path: named } = rows.at(-1)!;
        if (found !== undefined || named !== undefined) continue;
        throw new MpaferError(
          'data',
          `Cannot read "${path}" row ${rows.length}: it holds neither the bytes nor the path of an image`,
        );
      }
    }
    return { rows, names };
  });
}

async function damaged<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof MpaferError) throw cause;
    const found = `it is not a Parquet file, or damaged (${(cause as Error).message})`;
    throw new MpaferError('data', `Cannot read "${path}": ${found}`, { cause });
  }
}

function featuresOf({ notes }: ParquetFooter): Features {
  const text = notes.get('huggingface');
  if (text === undefined) return {};
  try {
    return (JSON.parse(text) as { info?: { features?: Features } }).info?.features ?? {};
  } catch {
    return {};
  }
}

/** Strings without a string annotation arrive as bytes. */
const cellOf = (value: ParquetValue | null | undefined): ParquetCell =>
  value instanceof Uint8Array ? textOf(value) : (value ?? undefined);

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function refuseCount({ column, values }: ColumnChunk, rows: number): void {
  if (values !== rows) throw new Error(`column ${column.path.join('.')} declares ${values} values in ${rows} rows`);
}

function refuseForm({ column, codec, encodings }: ColumnChunk, path: string, codecs: readonly string[]): void {
  const refuse = (found: string, hint: string) =>
    new MpaferError('data', `Cannot read "${path}": column ${column.path.join('.')} is ${found}`, { hint });
  if (!codecs.includes(codec)) {
    throw refuse(
      `compressed with ${codec}; expected ${codecs.join(', ')}`,
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
