// Snappy, the compression of most Parquet files.
import { type Cursor, readVarint, readWhole, take } from './cursor.ts';

/**
 * @param length how many bytes it unpacks to
 * @throws Error when it unpacks to more or fewer, or is damaged
 */
export function unpackSnappy(packed: Uint8Array, length: number): Uint8Array {
  const cursor: Cursor = { bytes: packed, at: 0 };
  const declared = readVarint(cursor);
  // Three bytes unpack to at most 64: no memory is taken for a larger number.
  if (declared !== length || length > 32 * packed.length) {
    throw new Error(`a page of ${packed.length} bytes declares ${declared} and ${length}`);
  }
  const bytes = new Uint8Array(length);
  let end = 0;
  while (cursor.at < packed.length) {
    const tag = take(cursor, 1)[0]!;
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >>> 2;
      const literal = take(cursor, 1 + (short < 60 ? short : readWhole(cursor, short - 59)));
      if (end + literal.length > length) throw new Error('a page is longer than it declares');
      bytes.set(literal, end);
      end += literal.length;
    } else {
      const count = kind === 1 ? 4 + ((tag >>> 2) & 7) : 1 + (tag >>> 2);
      const back = kind === 1 ? 256 * (tag >>> 5) + take(cursor, 1)[0]! : readWhole(cursor, kind === 2 ? 2 : 4);
      if (back === 0 || back > end || end + count > length)
        throw new Error('a page copies bytes that it does not hold');
      // Byte by byte: a copy may reach into itself.
      for (const stop = end + count; end < stop; end++) bytes[end] = bytes[end - back]!;
    }
  }
  if (end !== length) throw new Error('a page is shorter than it declares');
  return bytes;
}
