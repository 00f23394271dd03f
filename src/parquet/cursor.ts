// Bytes read one after the other, never past their end.

/** Bytes and the position reached in them. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** The next `length` bytes, not copied. @throws Error when there are fewer */
export function take(cursor: Cursor, length: number): Uint8Array {
  if (!(length >= 0 && length <= cursor.bytes.length - cursor.at)) {
    throw new Error(`declares ${length} bytes but has ${cursor.bytes.length - cursor.at}`);
  }
  cursor.at += length;
  return cursor.bytes.subarray(cursor.at - length, cursor.at);
}

/** The next `size` bytes as a whole number, lowest first; 0 to 4 of them. @throws Error when there are fewer */
export function readWhole(cursor: Cursor, size: number): number {
  let value = 0;
  for (const [place, byte] of take(cursor, size).entries()) value += byte * 256 ** place;
  return value;
}

/** A whole number in groups of seven bits, lowest first. @throws Error beyond 2^53 */
export function readVarint(cursor: Cursor): number {
  const value = bigVarint(cursor);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error(`declares ${value}`);
  return Number(value);
}

/** The same, up to 64 bits. */
export function bigVarint(cursor: Cursor): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const part = take(cursor, 1)[0]!;
    value |= BigInt(part & 127) << shift;
    if (part < 128) return BigInt.asUintN(64, value);
  }
  throw new Error('a number does not end');
}
