import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { random } from '../../../src/core/random.ts';
import { nearPairs, type Pair } from '../../../src/data/check/near-pairs.ts';
import { hashDistance, hashWords } from '../../../src/data/check/perceptual-hash.ts';

function run(hashes: Uint32Array, most: number): { pairs: Pair[]; progress: number[] } {
  const work = nearPairs(hashes, hashes.length / hashWords, most);
  const progress: number[] = [];
  for (;;) {
    const step = work.next();
    if (step.done) return { pairs: step.value, progress };
    progress.push(step.value);
  }
}

/** Every pair compared. */
function allPairs(hashes: Uint32Array, most: number): Pair[] {
  const pairs: Pair[] = [];
  const count = hashes.length / hashWords;
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++)
      if (hashDistance(hashes, a * hashWords, b * hashWords) <= most) pairs.push([a, b]);
  }
  return pairs;
}

/** Hashes of which some differ from an earlier one in a few bits. */
function hashesOf(count: number, flips: number, seed: number): Uint32Array {
  const draws = random(seed);
  const hashes = new Uint32Array(count * hashWords);
  for (let index = 0; index < count; index++) {
    const from = index > 0 && draws.uniform() < 0.5 ? draws.integer(index) : undefined;
    for (let word = 0; word < hashWords; word++) {
      hashes[index * hashWords + word] = from === undefined ? draws.integer(2 ** 32) : hashes[from * hashWords + word]!;
    }
    if (from === undefined) continue;
    for (let flip = draws.integer(flips + 1); flip > 0; flip--) {
      hashes[index * hashWords + draws.integer(hashWords)]! ^= 1 << draws.integer(32);
    }
  }
  return hashes;
}

test('finds the same pairs as comparing all', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 40 }), fc.integer(), (count, most, seed) => {
      const hashes = hashesOf(count, most + 8, seed);
      assert.deepEqual(run(hashes, most).pairs, allPairs(hashes, most));
    }),
    { numRuns: 60 },
  );
});

test('finds a pair whose bits differ at every place but one piece', () => {
  const hashes = new Uint32Array(2 * hashWords);
  // 24 flips, one in each of the first 24 of 25 pieces.
  for (let piece = 0; piece < 24; piece++) {
    const bit = Math.floor((piece * 256) / 25);
    hashes[hashWords + (bit >>> 5)]! |= 1 << (bit & 31);
  }
  assert.deepEqual(run(hashes, 24).pairs, [[0, 1]]);
  assert.deepEqual(run(hashes, 23).pairs, []);
});

test('reports how much is done', () => {
  const { progress } = run(hashesOf(10, 4, 1), 3);
  assert.deepEqual(progress, [0.25, 0.5, 0.75, 1]);
});
