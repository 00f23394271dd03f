// The metadata at the end of a Parquet file: columns, the chunks of their values, and notes.
import { countOf, listOf, readStruct, structOf, structsOf, type ThriftStruct, textOf } from './thrift.ts';

const types = ['BOOLEAN', 'INT32', 'INT64', 'INT96', 'FLOAT', 'DOUBLE', 'BYTE_ARRAY', 'FIXED_LEN_BYTE_ARRAY'] as const;
const codecs = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'LZO', 'BROTLI', 'LZ4', 'ZSTD', 'LZ4_RAW'];
const encodings = [
  'PLAIN',
  'GROUP_VAR_INT',
  'PLAIN_DICTIONARY',
  'RLE',
  'BIT_PACKED',
  'DELTA_BINARY_PACKED',
  'DELTA_LENGTH_BYTE_ARRAY',
  'DELTA_BYTE_ARRAY',
  'RLE_DICTIONARY',
  'BYTE_STREAM_SPLIT',
];
const [optional, repeated] = [1, 2];
/** Of converted types. */
const [utf8, decimal] = [0, 5];
/** Of the union of logical types. */
const [logicalText, logicalDecimal] = [1, 5];
const deepest = 32;

export type ParquetType = (typeof types)[number];

/** A column of values; a group of columns, as `image {bytes, path}`, is only in their paths. */
export interface ParquetColumn {
  readonly path: readonly string[];
  readonly type: ParquetType;
  /** How many parts of its path may be missing: the level of a present value. */
  readonly level: number;
  /** Whether it is inside a list. */
  readonly inList: boolean;
  /** Whether its bytes are marked as text. */
  readonly isText: boolean;
  /** Of decimals: whole numbers are divided by ten as often. */
  readonly scale: number;
}

/** The values of one column in one group of rows. */
export interface ColumnChunk {
  readonly column: ParquetColumn;
  /** A number where it is none that is known. */
  readonly codec: string;
  readonly encodings: readonly string[];
  readonly values: number;
  /** Where its pages begin in the file, and how many bytes they take. */
  readonly start: number;
  readonly length: number;
}

export interface ParquetFooter {
  readonly columns: readonly ParquetColumn[];
  /** Of each group of rows: how many, and one chunk a column. */
  readonly groups: readonly { readonly rows: number; readonly chunks: readonly ColumnChunk[] }[];
  readonly notes: ReadonlyMap<string, string>;
}

/** @throws Error for bytes that are no Parquet file, or damaged */
export function readFooter(file: Uint8Array): ParquetFooter {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const end = file.length - 8;
  if (end < 4 || textOf(file.subarray(end + 4)) !== 'PAR1') throw new Error('it does not end with PAR1');
  const start = end - view.getUint32(end, true);
  if (start < 4) throw new Error('its metadata is longer than the file');
  const footer = readStruct({ bytes: file.subarray(0, end), at: start });
  const columns = columnsOf(structsOf(footer, 2));
  const notes = footer.has(5) ? structsOf(footer, 5).filter((pair) => pair.has(2)) : [];
  return {
    columns,
    groups: structsOf(footer, 4).map((group) => groupOf(group, columns, file.length)),
    notes: new Map(notes.map((pair) => [textOf(pair.get(1)), textOf(pair.get(2))])),
  };
}

function groupOf(group: ThriftStruct, columns: readonly ParquetColumn[], fileLength: number) {
  const chunks = structsOf(group, 1);
  if (chunks.length !== columns.length) throw new Error(`${chunks.length} chunks for ${columns.length} columns`);
  return {
    rows: countOf(group, 3),
    chunks: chunks.map((chunk, index) => chunkOf(structOf(chunk, 3), columns[index]!, fileLength)),
  };
}

function chunkOf(chunk: ThriftStruct, column: ParquetColumn, fileLength: number): ColumnChunk {
  const codec = countOf(chunk, 4);
  // Some writers give only the first page and leave the dictionary's out.
  const dictionary = chunk.has(11) ? countOf(chunk, 11) : 0;
  const first = countOf(chunk, 9);
  const start = dictionary > 0 ? Math.min(dictionary, first) : first;
  const length = countOf(chunk, 7);
  if (start + length > fileLength) throw new Error(`column ${column.path.join('.')} ends after the file`);
  return {
    column,
    codec: codecs[codec] ?? String(codec),
    encodings: listOf(chunk, 2).map((encoding) => encodings[Number(encoding)] ?? String(encoding)),
    values: countOf(chunk, 5),
    start,
    length,
  };
}

/** The schema is a tree in depth-first order, its root first; columns are its leaves. */
function columnsOf(elements: readonly ThriftStruct[]): readonly ParquetColumn[] {
  const columns: ParquetColumn[] = [];
  let next = 0;
  const visit = (path: readonly string[], level: number, inList: boolean): void => {
    const element = elements[next++];
    if (element === undefined || path.length > deepest) throw new Error('its schema is no tree');
    const repetition = next === 1 ? 0 : (element.get(3) ?? 0);
    const here = next === 1 ? [] : [...path, textOf(element.get(4))];
    const levelHere = level + (repetition === 0 ? 0 : 1);
    const inListHere = inList || repetition === repeated;
    if (repetition !== 0 && repetition !== optional && repetition !== repeated)
      throw new Error('its schema is no tree');
    const children = element.has(5) ? countOf(element, 5) : 0;
    if (children === 0 && here.length > 0) columns.push(columnOf(element, here, levelHere, inListHere));
    // Each takes an element, so a number that is too large ends with them.
    for (let child = 0; child < children; child++) visit(here, levelHere, inListHere);
  };
  visit([], 0, false);
  if (next !== elements.length) throw new Error('its schema is no tree');
  return columns;
}

function columnOf(element: ThriftStruct, path: readonly string[], level: number, inList: boolean): ParquetColumn {
  const type = types[countOf(element, 1)];
  if (type === undefined) throw new Error(`column ${path.join('.')} is of an unknown type`);
  const logical = element.has(10) ? structOf(element, 10) : new Map();
  const isDecimal = element.get(6) === decimal || logical.has(logicalDecimal);
  return {
    path,
    type,
    level,
    inList,
    isText: element.get(6) === utf8 || logical.has(logicalText),
    scale: isDecimal && element.has(7) ? countOf(element, 7) : 0,
  };
}
