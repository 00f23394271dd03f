// Finds pairs of perceptual hashes that differ in a few bits, without comparing each with every other.
import { hashBits, hashDistance, hashWords } from './perceptual-hash.ts';

export type Pair = readonly [first: number, second: number];

/**
 * All pairs of `count` hashes that differ in at most `most` bits. The 256 bits are cut into `most` + 1 pieces: such a
 * pair agrees in at least one piece, so only hashes that share a piece are compared.
 *
 * @returns each pair once, the smaller index first; yields the share of work done
 */
export function* nearPairs(hashes: Uint32Array, count: number, most: number): Generator<number, Pair[]> {
  const pairs = new Map<number, Pair>();
  const pieces = most + 1;
  for (let piece = 0; piece < pieces; piece++) {
    const from = Math.floor((piece * hashBits) / pieces);
    const to = Math.floor(((piece + 1) * hashBits) / pieces);
    for (const bucket of bucketsOf(hashes, count, from, to)) {
      for (let i = 0; i < bucket.length; i++) {
        for (let j = i + 1; j < bucket.length; j++) {
          const [a, b] = [bucket[i]!, bucket[j]!];
          if (hashDistance(hashes, a * hashWords, b * hashWords, most) <= most) pairs.set(a * count + b, [a, b]);
        }
      }
    }
    yield (piece + 1) / pieces;
  }
  return [...pairs.values()].sort(([a, b], [c, d]) => a - c || b - d);
}

/** Indices of hashes with the same bits `from` to `to`, omitting hashes that share them with no other. */
function bucketsOf(hashes: Uint32Array, count: number, from: number, to: number): number[][] {
  const buckets = new Map<number, number[]>();
  for (let index = 0; index < count; index++) {
    const key = bitsOf(hashes, index * hashWords, from, to);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [index]);
    else bucket.push(index);
  }
  return [...buckets.values()].filter((bucket) => bucket.length > 1);
}

/** Up to 31 bits of a hash as a number; longer pieces are truncated, which only makes buckets larger. */
function bitsOf(hashes: Uint32Array, offset: number, from: number, to: number): number {
  const length = Math.min(to - from, 31);
  const word = from >>> 5;
  const shift = from & 31;
  const low = hashes[offset + word]! >>> shift;
  const high = shift > 0 && word + 1 < hashWords ? hashes[offset + word + 1]! << (32 - shift) : 0;
  return (low | high) & (2 ** length - 1);
}
