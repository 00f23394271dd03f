import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jittered } from '../../../src/data/augment/jitter.ts';
import { imageFrom, noiseImage, valueAt } from '../made-images.ts';

test('factors of 1 change nothing', () => {
  const image = noiseImage(6, 6, 1);
  assert.deepEqual(jittered(image, 1, 1), image);
});

test('brightness multiplies and saturates at white', () => {
  const image = imageFrom(2, 1, (x) => [50, 200][x]!);
  const bright = jittered(image, 1.5, 1);
  assert.deepEqual([valueAt(bright, 0, 0), valueAt(bright, 1, 0)], [75, 255]);
  assert.deepEqual([...jittered(image, 0, 1).data], [0, 0, 0, 0, 0, 0]);
});

test('contrast spreads about the mean grey, 0 leaves the mean alone', () => {
  const image = imageFrom(2, 1, (x) => [50, 150][x]!);
  assert.deepEqual([...jittered(image, 1, 0).data], new Array(6).fill(100));
  const strong = jittered(image, 1, 1.5);
  assert.deepEqual([valueAt(strong, 0, 0), valueAt(strong, 1, 0)], [25, 175]);
});

test('the mean grey weighs green most and blue least', () => {
  const only = (wanted: number) =>
    jittered(
      imageFrom(1, 1, (_x, _y, channel) => (channel === wanted ? 200 : 0)),
      1,
      0,
    ).data[0];
  assert.deepEqual([only(0), only(1), only(2)], [60, 117, 23]);
});
