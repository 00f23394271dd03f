import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { RgbImage } from '../../src/core/image.ts';
import { pictureBatches } from '../../src/recognise/picture-batches.ts';

const limits = { most: 4, budget: 100, atOnce: 3 };

/** Pixels of each picture: 10, but every fifth fills a budget. */
const image = (picture: number): RgbImage => ({
  width: 1,
  height: 1,
  data: new Uint8Array(picture % 5 === 2 ? 100 : 10),
});

async function batchesOf(pictures: readonly number[], delay: (picture: number) => number): Promise<number[][]> {
  const batches: number[][] = [];
  const read = async (picture: number) => {
    await wait(delay(picture));
    return image(picture);
  };
  for await (const batch of pictureBatches(pictures, read, limits)) batches.push(batch.map(({ picture }) => picture));
  return batches;
}

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);

test('a batch ends at the picture that fills its budget, or at the next multiple of its size, however fast each is read', async () => {
  const expected = [[0, 1, 2], [3], [4, 5, 6, 7], [8, 9, 10, 11], [12], [13]];
  assert.deepEqual(await batchesOf(upTo(14), () => 0), expected);
  assert.deepEqual(await batchesOf(upTo(14), (picture) => (7 * picture) % 11), expected);
  assert.deepEqual(await batchesOf(upTo(14), (picture) => 14 - picture), expected);
});

test('from any multiple of that size on, batches are those of all pictures', async () => {
  const [, , ...rest] = await batchesOf(upTo(14), () => 0);
  assert.deepEqual(await batchesOf(upTo(14).slice(4), (picture) => picture % 3), rest);
});

test('a failure of the source is thrown after all pictures before it', async () => {
  const seen: number[] = [];
  const source = async function* () {
    yield* upTo(6);
    throw new Error('the source broke');
  };
  const read = async (picture: number) => image(picture);
  await assert.rejects(async () => {
    for await (const batch of pictureBatches(source(), read, limits)) seen.push(...batch.map(({ picture }) => picture));
  }, /the source broke/);
  assert.deepEqual(seen, upTo(6));
});
