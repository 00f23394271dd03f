import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeInto } from '../../../src/data/augment/normalize.ts';
import { noiseImage, valueAt } from '../made-images.ts';

test('writes planes of (value / 255 - mean) / deviation at the offset, and nothing else', () => {
  const image = noiseImage(3, 2, 1);
  const mean = [0.48, 0.45, 0.4] as const;
  const deviation = [0.26, 0.27, 0.28] as const;
  const into = new Float32Array(5 + 18 + 5).fill(99);
  normalizeInto(into, 5, image, mean, deviation);
  assert.deepEqual([...into.slice(0, 5), ...into.slice(23)], new Array(10).fill(99));
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < 2; y++) {
      for (let x = 0; x < 3; x++) {
        const wanted = (valueAt(image, x, y, channel) / 255 - mean[channel]!) / deviation[channel]!;
        assert.ok(Math.abs(into[5 + channel * 6 + y * 3 + x]! - wanted) < 1e-6);
      }
    }
  }
});
