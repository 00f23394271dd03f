// Damaged bytes: flipped, truncated, extended, repeated, zeroed, or overwritten with extreme numbers.
import type { Random } from '../../src/core/random.ts';

export const oneOf = <T>(source: Random, items: readonly T[]): T => items[source.integer(items.length)]!;

type Change = (source: Random, bytes: Uint8Array) => Uint8Array;

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** A position, half of the time near the beginning: damage to headers changes sizes and counts. */
const place = (source: Random, length: number): number =>
  source.integer(source.uniform() < 0.5 ? length : Math.min(length, 128));

const changes: readonly Change[] = [
  (source, bytes) => {
    for (let count = 1 + source.integer(4); count > 0; count--)
      bytes[place(source, bytes.length)] = source.integer(256);
    return bytes;
  },
  (source, bytes) => {
    bytes[place(source, bytes.length)]! ^= 1 << source.integer(8);
    return bytes;
  },
  (source, bytes) => bytes.slice(0, place(source, bytes.length)),
  (source, bytes) => joined(bytes, new Uint8Array(1 + source.integer(64)).fill(source.integer(256))),
  (source, bytes) => {
    const [from, to] = [place(source, bytes.length), place(source, bytes.length)];
    const part = bytes.slice(from, from + 1 + source.integer(64));
    return joined(bytes.subarray(0, to), part, bytes.subarray(to));
  },
  (source, bytes) => {
    const from = place(source, bytes.length);
    return joined(bytes.subarray(0, from), bytes.subarray(from + 1 + source.integer(32)));
  },
  (source, bytes) => bytes.fill(0, place(source, bytes.length), place(source, bytes.length) + source.integer(64)),
  // A length, width or count of two, four or eight bytes, in either byte order.
  (source, bytes) => {
    const size = oneOf(source, [2, 4, 8]);
    if (bytes.length < size) return bytes;
    const at = Math.min(place(source, bytes.length), bytes.length - size);
    const value = oneOf(source, [0n, 1n, 0x7fn, 0xffn, 0x7fffn, 0xffffn, 0x7fff_ffffn, 0xffff_ffffn, 2n ** 63n - 1n]);
    const parts = Buffer.alloc(8);
    parts.writeBigUInt64LE(value);
    const number = parts.subarray(0, size);
    bytes.set(source.uniform() < 0.5 ? number : number.reverse(), at);
    return bytes;
  },
];

/** A copy with one to three defects. */
export function damaged(source: Random, bytes: Uint8Array): Uint8Array {
  let result: Uint8Array = bytes.slice();
  for (let count = 1 + source.integer(3); count > 0 && result.length > 0; count--)
    result = oneOf(source, changes)(source, result);
  return result;
}
