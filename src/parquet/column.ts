// The values of one column, page by page. Each count is held against the bytes or the chunk before room is made for it.
import { type Decompressors, unpackPage } from './codecs.ts';
import { type Cursor, readWhole, take } from './cursor.ts';
import type { ColumnChunk } from './footer.ts';
import { type ParquetValue, readPlain } from './plain.ts';
import { readRuns } from './runs.ts';
import { countOf, readStruct, structOf, type ThriftStruct } from './thrift.ts';

const [dataPage, indexPage, dictionaryPage, dataPageOfVersion2] = [0, 1, 2, 3];
const [plain, oldDictionary, runs, dictionaryRuns] = [0, 2, 3, 8];

/** Encodings that are read; a chunk of any other counts as damaged to `readColumn`. */
export const readableEncodings: readonly string[] = [
  'PLAIN',
  'PLAIN_DICTIONARY',
  'RLE',
  'RLE_DICTIONARY',
  'BIT_PACKED',
];

/**
 * The values of a chunk, in order; null where one is missing. Bytes are parts of the file or of an unpacked page.
 *
 * @param chunk its number of values is trusted: check it first where files are not
 * @param decompressors of the host; without them pages are Snappy or not compressed
 * @throws Error for damaged pages
 */
export async function readColumn(
  file: Uint8Array,
  chunk: ColumnChunk,
  decompressors: Decompressors = {},
): Promise<readonly (ParquetValue | null)[]> {
  const cursor: Cursor = { bytes: file.subarray(chunk.start, chunk.start + chunk.length), at: 0 };
  const values: (ParquetValue | null)[] = [];
  let dictionary: readonly ParquetValue[] = [];
  while (values.length < chunk.values) {
    const header = readStruct(cursor);
    const body = take(cursor, countOf(header, 3));
    const unpack: Unpack = (packed, length) => unpackPage(packed, length, chunk.codec, decompressors);
    const type = countOf(header, 1);
    if (type === dictionaryPage) {
      const bytes = await unpack(body, countOf(header, 2));
      dictionary = readPlain(bytes, chunk.column.type, countOf(structOf(header, 7), 1));
    } else if (type === dataPage || type === dataPageOfVersion2) {
      const page = await (type === dataPage ? pageOf : pageOfVersion2)(header, body, chunk, unpack);
      if (page.count > chunk.values - values.length) throw new Error(`a page declares ${page.count} values`);
      for (const value of pageValues(page, chunk, dictionary)) values.push(value);
    } else if (type !== indexPage) {
      throw new Error(`a page is of kind ${type}`);
    }
  }
  const { scale } = chunk.column;
  return scale === 0 ? values : values.map((value) => (value === null ? null : Number(value) / 10 ** scale));
}

type Unpack = (packed: Uint8Array, length: number) => Promise<Uint8Array>;

interface Page {
  /** Missing values included. */
  readonly count: number;
  readonly encoding: number;
  /** Packed levels; undefined where no value can be missing. */
  readonly levels: Uint8Array | undefined;
  readonly values: Uint8Array;
}

/** Levels are packed with the values, their length before them. */
async function pageOf(header: ThriftStruct, body: Uint8Array, chunk: ColumnChunk, unpack: Unpack): Promise<Page> {
  const data = structOf(header, 5);
  const cursor: Cursor = { bytes: await unpack(body, countOf(header, 2)), at: 0 };
  const levels = chunk.column.level > 0 ? take(cursor, readWhole(cursor, 4)) : undefined;
  if (levels !== undefined && countOf(data, 3) !== runs) throw new Error('levels are in a deprecated encoding');
  return { count: countOf(data, 1), encoding: countOf(data, 2), levels, values: cursor.bytes.subarray(cursor.at) };
}

/** Levels are not packed, and the header has their length. */
async function pageOfVersion2(
  header: ThriftStruct,
  body: Uint8Array,
  chunk: ColumnChunk,
  unpack: Unpack,
): Promise<Page> {
  const data = structOf(header, 8);
  const cursor: Cursor = { bytes: body, at: 0 };
  const length = countOf(data, 5);
  take(cursor, countOf(data, 6));
  const levels = take(cursor, length);
  const rest = body.subarray(cursor.at);
  const packed = data.get(7) !== false && rest.length > 0;
  return {
    count: countOf(data, 1),
    encoding: countOf(data, 4),
    levels: chunk.column.level > 0 ? levels : undefined,
    values: packed ? await unpack(rest, countOf(header, 2) - cursor.at) : rest,
  };
}

function pageValues(
  { count, encoding, levels, values }: Page,
  chunk: ColumnChunk,
  dictionary: readonly ParquetValue[],
): readonly (ParquetValue | null)[] {
  const { level } = chunk.column;
  const found = levels && readRuns(levels, 32 - Math.clz32(level), count);
  const present = found === undefined ? count : found.reduce((sum, at) => sum + (at === level ? 1 : 0), 0);
  const read = encodedValues(values, encoding, present, chunk, dictionary);
  if (found === undefined || present === count) return read;
  let next = 0;
  return Array.from(found, (at) => (at === level ? read[next++]! : null));
}

function encodedValues(
  bytes: Uint8Array,
  encoding: number,
  count: number,
  { column }: ColumnChunk,
  dictionary: readonly ParquetValue[],
): readonly ParquetValue[] {
  if (count === 0) return [];
  const cursor: Cursor = { bytes, at: 0 };
  if (encoding === plain) return readPlain(bytes, column.type, count);
  if (encoding === oldDictionary || encoding === dictionaryRuns) {
    const width = take(cursor, 1)[0]!;
    return Array.from(readRuns(bytes.subarray(1), width, count), (index) => {
      const value = dictionary[index];
      if (value === undefined) throw new Error(`value ${index} of a dictionary of ${dictionary.length} is named`);
      return value;
    });
  }
  if (encoding === runs && column.type === 'BOOLEAN') {
    return Array.from(readRuns(take(cursor, readWhole(cursor, 4)), 1, count), (bit) => bit === 1);
  }
  throw new Error(`a page is of encoding ${encoding}`);
}
