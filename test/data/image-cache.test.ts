import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageCache } from '../../src/data/image-cache.ts';
import { type SquareView, squareOf } from '../../src/image/square.ts';
import { corruptSample, madeSample } from './made-images.ts';
import { refuses } from './refuses.ts';

const bytes = 12 * 12 * 3;
const counted = (index: number) => {
  const reads = { count: 0 };
  const made = madeSample(index, 2);
  const sample = {
    ...made,
    read: () => {
      reads.count++;
      return made.read();
    },
  };
  return { sample, reads };
};

test('reads an image once', async () => {
  const cache = imageCache(10 * bytes);
  const { sample, reads } = counted(1);
  const first = await cache.image(sample);
  assert.equal(await cache.image(sample), first);
  assert.equal(reads.count, 1);
  assert.equal(cache.bytes, bytes);
});

test('never holds more than its budget and keeps what came first', async () => {
  const cache = imageCache(2 * bytes + 1);
  const samples = [counted(1), counted(2), counted(3)];
  for (let epoch = 0; epoch < 3; epoch++) for (const { sample } of samples) await cache.image(sample);
  assert.deepEqual(
    samples.map(({ reads }) => reads.count),
    [1, 1, 3],
  );
  assert.equal(cache.bytes, 2 * bytes);
});

test('two reads of one image at once count once', async () => {
  const cache = imageCache(10 * bytes);
  const { sample } = counted(4);
  await Promise.all([cache.image(sample), cache.image(sample)]);
  assert.equal(cache.bytes, bytes);
});

test('samples of one name in two datasets are two images', async () => {
  const cache = imageCache(10 * bytes);
  const [one, other] = [madeSample(1, 2), { ...madeSample(2, 2), id: madeSample(1, 2).id }];
  assert.notDeepEqual(await cache.image(one), await cache.image(other));
});

test('a failure is not remembered', async () => {
  const cache = imageCache(bytes);
  await refuses(cache.image(corruptSample(1)), 'image', /ends too early/);
  assert.equal(cache.bytes, 0);
});

test('keeps a square for those who want that square, until the whole image is wanted', async () => {
  const view = { size: 4, edge: 4, resize: 'shortest', filter: 'bicubic' } as const;
  const { sample, reads } = counted(1);
  const reducing = {
    ...sample,
    read: async (wanted?: SquareView) => {
      const whole = await sample.read();
      return wanted === undefined ? whole : squareOf(whole, wanted);
    },
  };
  const cache = imageCache(2 * bytes);
  const square = await cache.image(reducing, view);
  assert.equal(await cache.image(reducing, { ...view }), square);
  assert.deepEqual([reads.count, cache.bytes], [1, 48]);
  const whole = await cache.image(reducing);
  assert.deepEqual([whole.width, whole.view, reads.count, cache.bytes], [12, undefined, 2, bytes]);
  assert.equal(await cache.image(reducing, view), whole);
});
