// Kept features: equal to fresh ones, found by content alone, and thrown away when they are damaged.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipPreprocessing } from '../../src/clip/preprocessing.ts';
import { float32 } from '../../src/core/array.ts';
import type { RgbImage } from '../../src/core/image.ts';
import { random } from '../../src/core/random.ts';
import type { Sample } from '../../src/data/dataset.ts';
import { imageCache } from '../../src/data/image-cache.ts';
import { type FeatureStore, featureKey, readFeatures, writeFeatures } from '../../src/recognise/feature-store.ts';

const features = float32([1, -2, 3.5, 0, Number.MIN_VALUE, 7], [3, 2]);

const picture = (value: number, width = 2): RgbImage => ({
  width,
  height: 2,
  data: new Uint8Array(width * 6).fill(value),
});

const sample = (id: string, image: RgbImage, label = 0): Sample => ({
  id,
  split: 'train',
  label,
  read: async () => image,
});

const clip = (digest: string, preprocessing = clipPreprocessing(2)) =>
  ({ digest: async () => digest, preprocessing }) as Parameters<typeof featureKey>[0];

const key = (samples: readonly Sample[], digest = 'a') => featureKey(clip(digest), samples, imageCache(0));

test('features come back as they were', async () => {
  assert.deepEqual(await readFeatures(await writeFeatures(features), [3, 2]), features);
});

test('features of another shape are not taken', async () => {
  const bytes = await writeFeatures(features);
  assert.equal(await readFeatures(bytes, [2, 3]), undefined);
  assert.equal(await readFeatures(bytes, [6]), undefined);
});

test('every flipped bit is seen', async () => {
  const bytes = await writeFeatures(features);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const damaged = bytes.slice();
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    const found = await readFeatures(damaged, [3, 2]);
    // A flip may land in a space of the header's padding; what is read then must still be right.
    if (found !== undefined) assert.deepEqual(found, features);
  }
});

test('every cut is seen', async () => {
  const bytes = await writeFeatures(features);
  for (let length = 0; length < bytes.length; length++) {
    assert.equal(await readFeatures(bytes.slice(0, length), [3, 2]), undefined);
  }
});

test('the key is of the pixels and the weights, not of names and labels', async () => {
  const one = await key([sample('a', picture(1)), sample('b', picture(2))]);
  assert.equal(await key([sample('x', picture(1), 3), sample('y', picture(2))]), one);
  assert.notEqual(await key([sample('a', picture(1)), sample('b', picture(3))]), one);
  assert.notEqual(await key([sample('b', picture(2)), sample('a', picture(1))]), one);
  assert.notEqual(await key([sample('a', picture(1))]), one);
  assert.notEqual(await key([sample('a', picture(1)), sample('b', picture(2))], 'b'), one);
});

test('the key is of the preprocessing too, where it is unusual', async () => {
  const samples = [sample('a', picture(1))];
  const stretched = clip('a', { ...clipPreprocessing(2), resize: 'stretch' });
  assert.notEqual(await featureKey(stretched, samples, imageCache(1e6)), await key(samples));
});

test('the shape of an image counts, not only its bytes', async () => {
  const wide = { width: 4, height: 1, data: new Uint8Array(12) };
  const high = { width: 1, height: 4, data: new Uint8Array(12) };
  assert.notEqual(await key([sample('a', wide)]), await key([sample('a', high)]));
});

test('keys of many images do not depend on how many are read at once', async () => {
  const draws = random(1);
  const many = Array.from({ length: 130 }, (_, index) => sample(String(index), picture(draws.integer(256))));
  assert.equal(await key(many), await featureKey(clip('a'), many, imageCache(1e6)));
});

test('a store is an interface of two methods', async () => {
  const kept = new Map<string, Uint8Array>();
  const store: FeatureStore = {
    read: async (name) => kept.get(name),
    write: async (name, bytes) => void kept.set(name, bytes),
  };
  assert.equal(await store.read('a'), undefined);
  await store.write('a', await writeFeatures(features));
  assert.deepEqual(await readFeatures((await store.read('a'))!, [3, 2]), features);
});
