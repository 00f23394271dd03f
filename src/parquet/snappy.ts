// Snappy, in which most Parquet files are packed.
import { type Cursor, readVarint, readWhole, take } from './cursor.ts';

/**
 * @param length bytes that the packed ones stand for
 * @throws Error when they stand for more, fewer, or nothing
 */
export function unpackSnappy(packed: Uint8Array, length: number): Uint8Array {
  const cursor: Cursor = { bytes: packed, at: 0 };
  const told = readVarint(cursor);
  // At most 64 bytes are made of three: no room is made for a number beyond.
  if (told !== length || length > 32 * packed.length) {
    throw new Error(`a page of ${packed.length} bytes tells of ${told} and of ${length}`);
  }
  const bytes = new Uint8Array(length);
  let end = 0;
  while (cursor.at < packed.length) {
    const tag = take(cursor, 1)[0]!;
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >>> 2;
      const literal = take(cursor, 1 + (short < 60 ? short : readWhole(cursor, short - 59)));
      if (end + literal.length > length) throw new Error('a page is longer than it tells');
      bytes.set(literal, end);
      end += literal.length;
    } else {
      const count = kind === 1 ? 4 + ((tag >>> 2) & 7) : 1 + (tag >>> 2);
      const back = kind === 1 ? 256 * (tag >>> 5) + take(cursor, 1)[0]! : readWhole(cursor, kind === 2 ? 2 : 4);
      if (back === 0 || back > end || end + count > length) throw new Error('a page repeats what it does not hold');
      // Byte by byte: a copy may reach into itself.
      for (const stop = end + count; end < stop; end++) bytes[end] = bytes[end - back]!;
    }
  }
  if (end !== length) throw new Error('a page is shorter than it tells');
  return bytes;
}
