// The values of one column, page by page. Each count is held against the bytes or the chunk before room is made for it.
import { type Cursor, readWhole, take } from './cursor.ts';
import type { ColumnChunk } from './footer.ts';
import { type ParquetValue, readPlain } from './plain.ts';
import { readRuns } from './runs.ts';
import { unpackSnappy } from './snappy.ts';
import { countOf, readStruct, structOf, type ThriftStruct } from './thrift.ts';

const [dataPage, indexPage, dictionaryPage, dataPageOfVersion2] = [0, 1, 2, 3];
const [plain, oldDictionary, runs, dictionaryRuns] = [0, 2, 3, 8];

/** What can be unpacked and read; a chunk of anything else is damaged to `readColumn`. */
export const readableCodecs: readonly string[] = ['UNCOMPRESSED', 'SNAPPY'];
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
 * @param chunk how many values it has is believed: whoever trusts no file holds that against something first
 * @throws Error for damaged pages
 */
export function readColumn(file: Uint8Array, chunk: ColumnChunk): readonly (ParquetValue | null)[] {
  const cursor: Cursor = { bytes: file.subarray(chunk.start, chunk.start + chunk.length), at: 0 };
  const values: (ParquetValue | null)[] = [];
  let dictionary: readonly ParquetValue[] = [];
  while (values.length < chunk.values) {
    const header = readStruct(cursor);
    const body = take(cursor, countOf(header, 3));
    const type = countOf(header, 1);
    if (type === dictionaryPage) {
      const bytes = unpack(body, countOf(header, 2), chunk);
      dictionary = readPlain(bytes, chunk.column.type, countOf(structOf(header, 7), 1));
    } else if (type === dataPage || type === dataPageOfVersion2) {
      const page = type === dataPage ? pageOf(header, body, chunk) : pageOfVersion2(header, body, chunk);
      if (page.count > chunk.values - values.length) throw new Error(`a page tells of ${page.count} values`);
      for (const value of pageValues(page, chunk, dictionary)) values.push(value);
    } else if (type !== indexPage) {
      throw new Error(`a page is of kind ${type}`);
    }
  }
  const { scale } = chunk.column;
  return scale === 0 ? values : values.map((value) => (value === null ? null : Number(value) / 10 ** scale));
}

interface Page {
  /** Missing values included. */
  readonly count: number;
  readonly encoding: number;
  /** Packed levels; undefined where no value can be missing. */
  readonly levels: Uint8Array | undefined;
  readonly values: Uint8Array;
}

/** Levels are packed with the values, their length before them. */
function pageOf(header: ThriftStruct, body: Uint8Array, chunk: ColumnChunk): Page {
  const data = structOf(header, 5);
  const cursor: Cursor = { bytes: unpack(body, countOf(header, 2), chunk), at: 0 };
  const levels = chunk.column.level > 0 ? take(cursor, readWhole(cursor, 4)) : undefined;
  if (levels !== undefined && countOf(data, 3) !== runs) throw new Error('levels are packed in a way of old');
  return { count: countOf(data, 1), encoding: countOf(data, 2), levels, values: cursor.bytes.subarray(cursor.at) };
}

/** Levels are not packed, and the header tells their length. */
function pageOfVersion2(header: ThriftStruct, body: Uint8Array, chunk: ColumnChunk): Page {
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
    values: packed ? unpack(rest, countOf(header, 2) - cursor.at, chunk) : rest,
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

function unpack(packed: Uint8Array, length: number, { codec }: ColumnChunk): Uint8Array {
  if (codec === 'SNAPPY') return unpackSnappy(packed, length);
  if (codec !== 'UNCOMPRESSED') throw new Error(`a page is compressed with ${codec}`);
  if (packed.length !== length) throw new Error(`a page of ${packed.length} bytes tells of ${length}`);
  return packed;
}
