import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RgbImage } from '../../../src/core/image.ts';
import { random } from '../../../src/core/random.ts';
import { correlation, imageFacts } from '../../../src/data/check/image-facts.ts';
import {
  hashBits,
  hashDistance,
  hashWords,
  perceptualHash,
  reducedGreys,
} from '../../../src/data/check/perceptual-hash.ts';
import { synthetic } from '../../../src/data/synthetic/synthetic.ts';
import { crop } from '../../../src/image/crop.ts';
import { resize } from '../../../src/image/resize.ts';
import { imageFrom, noiseImage } from '../made-images.ts';

const faces = await Promise.all(
  synthetic({ random: random(1), count: 40, size: 64 }).samples.map((sample) => sample.read()),
);

const distance = (a: RgbImage, b: RgbImage) => {
  const hashes = new Uint32Array(2 * hashWords);
  perceptualHash(a, hashes, 0);
  perceptualHash(b, hashes, hashWords);
  return hashDistance(hashes, 0, hashWords);
};
const changed = (image: RgbImage, change: (value: number, at: number) => number): RgbImage => ({
  ...image,
  data: Uint8Array.from(Uint8ClampedArray.from(image.data, change)),
});

test('each bit says whether a part is darker than the one to its right', () => {
  const hash = new Uint32Array(hashWords);
  perceptualHash(
    imageFrom(34, 32, (x) => x),
    hash,
    0,
  );
  assert.deepEqual([...hash], new Array(hashWords).fill(0xffffffff));
  hash.fill(0);
  perceptualHash(
    imageFrom(34, 32, (x) => 100 - x),
    hash,
    0,
  );
  assert.deepEqual([...hash], new Array(hashWords).fill(0));
  perceptualHash(
    imageFrom(34, 32, (x, y) => (y < 2 && x >= 2 && x < 4 ? 50 : 0)),
    hash,
    0,
  );
  assert.deepEqual([...hash], [1, 0, 0, 0, 0, 0, 0, 0]);
});

test('a new size, other light and a little noise change few bits of a face', () => {
  const draws = random(5);
  for (const face of faces) {
    assert.ok(distance(face, resize(face, 224, 224)) <= 24);
    assert.ok(
      distance(
        face,
        changed(face, (value) => value * 0.8 + 10),
      ) <= 24,
    );
    assert.ok(
      distance(
        face,
        changed(face, (value) => value + draws.integer(5) - 2),
      ) <= 40,
    );
  }
});

test('faces of different people differ in many', () => {
  let least = hashBits;
  for (const [index, face] of faces.entries()) {
    for (const other of faces.slice(index + 8)) least = Math.min(least, distance(face, other));
  }
  assert.ok(least > 24, `${least} bits`);
});

test('counts bits, and no further than asked', () => {
  const hashes = new Uint32Array(2 * hashWords);
  hashes.set([0xffffffff, 0, 0x0f], hashWords);
  assert.equal(hashDistance(hashes, 0, hashWords), 36);
  assert.ok(hashDistance(hashes, 0, hashWords, 10) > 10);
  assert.equal(hashDistance(hashes, 0, 0), 0);
});

test('greys are means over areas, parts of pixels by their share', () => {
  const image = imageFrom(3, 2, (x) => x * 60);
  assert.deepEqual([...reducedGreys(image, 3, 1)].map(Math.round), [0, 60, 120]);
  assert.deepEqual([...reducedGreys(image, 2, 1)].map(Math.round), [20, 100]);
  assert.deepEqual([...reducedGreys(image, 1, 2)].map(Math.round), [60, 60]);
  assert.deepEqual([...reducedGreys(image, 6, 1)].map(Math.round), [0, 0, 60, 60, 120, 120]);
});

test('facts tell size, colour and the digest of the pixels', async () => {
  const grey = imageFrom(6, 4, (x, y) => x + y);
  const facts = await imageFacts(grey);
  assert.deepEqual([facts.width, facts.height, facts.grey], [6, 4, true]);
  assert.match(facts.pixels, /^[0-9a-f]{64}$/);
  assert.equal((await imageFacts(imageFrom(6, 4, (x, y) => x + y))).pixels, facts.pixels);
  // The same bytes in another shape are another picture.
  assert.notEqual((await imageFacts({ ...grey, width: 4, height: 6 })).pixels, facts.pixels);
  assert.equal((await imageFacts(noiseImage(4, 4, 1))).grey, false);
});

test('tiny pictures correlate whatever the light, and not with other faces', async () => {
  const tiny = async (image: RgbImage) => (await imageFacts(image)).tiny;
  const face = faces[0]!;
  const shifted = crop(resize(face, 66, 66), 1, 1, 64, 64);
  assert.ok(correlation(await tiny(face), await tiny(changed(face, (value) => value * 0.5 + 60))) > 0.99);
  assert.ok(correlation(await tiny(face), await tiny(shifted)) > 0.95);
  assert.ok(correlation(await tiny(face), await tiny(changed(face, (value) => 255 - value))) < -0.9);
  const flat = (value: number) => tiny(imageFrom(8, 8, () => value));
  assert.equal(correlation(await flat(90), await flat(91)), 1);
  assert.equal(correlation(await flat(90), await flat(200)), 0);
  assert.equal(correlation(await flat(90), await tiny(face)), 0);
});
