import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flipped } from '../../../src/data/augment/flip.ts';
import { noiseImage, valueAt } from '../made-images.ts';

test('mirrors left and right and keeps channels and rows', () => {
  const image = noiseImage(5, 3, 1);
  const mirrored = flipped(image);
  for (let y = 0; y < 3; y++) {
    for (let x = 0; x < 5; x++) {
      for (let channel = 0; channel < 3; channel++) {
        assert.equal(valueAt(mirrored, x, y, channel), valueAt(image, 4 - x, y, channel));
      }
    }
  }
});

test('twice is nothing, and the given image stays', () => {
  const image = noiseImage(4, 4, 2);
  const before = image.data.slice();
  assert.deepEqual(flipped(flipped(image)), image);
  assert.deepEqual(image.data, before);
});
