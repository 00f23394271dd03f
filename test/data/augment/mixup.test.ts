import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { mixup } from '../../../src/data/augment/mixup.ts';

const batch = (size: number) => ({
  size,
  pixels: Float32Array.from({ length: size * 2 }, (_, at) => Math.floor(at / 2) + (at % 2) * 100),
  targets: Float32Array.from({ length: size * size }, (_, at) => (at % size === Math.floor(at / size) ? 1 : 0)),
});

test('blends pixels and targets of the same two images by the same share', () => {
  const mixed = batch(6);
  const share = mixup(mixed, 0.4, random(3));
  for (let row = 0; row < 6; row++) {
    const target = mixed.targets.subarray(row * 6, row * 6 + 6);
    const total = target.reduce((sum, value) => sum + value, 0);
    assert.ok(Math.abs(total - 1) < 1e-6);
    const expected = target.reduce((sum, value, index) => sum + value * index, 0);
    assert.ok(Math.abs(mixed.pixels[row * 2]! - expected) < 1e-5);
    assert.ok(Math.abs(mixed.pixels[row * 2 + 1]! - expected - 100) < 1e-4);
    assert.ok(target[row]! >= share - 1e-6);
  }
});

test('a batch of one stays as it is', () => {
  const one = batch(1);
  mixup(one, 1, random(1));
  assert.deepEqual(one, batch(1));
});

test('shares follow Beta(alpha, alpha): mean a half, variance 1 / (4 (2 alpha + 1))', () => {
  for (const alpha of [0.2, 1, 4]) {
    const shares = Array.from({ length: 4000 }, (_, seed) => mixup(batch(1), alpha, random(seed).split('beta')));
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length;
    assert.ok(Math.abs(mean - 0.5) < 0.02, `alpha ${alpha}: mean ${mean}`);
    const wanted = 1 / (4 * (2 * alpha + 1));
    assert.ok(Math.abs(variance / wanted - 1) < 0.1, `alpha ${alpha}: variance ${variance}, needed ${wanted}`);
    assert.ok(shares.every((share) => share >= 0 && share <= 1));
  }
});
