import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { type CameraOptions, throughCamera } from '../../src/pretrain/batches/camera.ts';

const size = 16;
const face = Float32Array.from({ length: size * size }, (_, at) => 40 + ((at * 37) % 170));
const ideal: CameraOptions = {
  gamma: 0,
  slope: 0,
  brightness: 0,
  contrast: 0,
  blur: 0,
  sharpen: 0,
  coarse: 0,
  coarsest: 1,
  noise: 0,
  compress: 0,
  quality: [90, 90],
  erase: 0,
  erased: [0.1, 0.1],
};
const seen = (options: Partial<CameraOptions>, seed = 1, source = face) => {
  const view = source.slice();
  throughCamera(view, size, { ...ideal, ...options }, random(seed));
  return view;
};
const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const roughness = (view: Float32Array) => {
  let sum = 0;
  for (let at = 1; at < view.length; at++) if (at % size > 0) sum += Math.abs(view[at]! - view[at - 1]!);
  return sum;
};
const seeds = Array.from({ length: 20 }, (_, seed) => seed);

test('an ideal camera changes nothing', () => {
  for (const seed of seeds)
    for (const [at, value] of seen({}, seed).entries()) assert.ok(Math.abs(value - face[at]!) < 1e-3);
});

test('blur and low resolution make a face softer and keep its light', () => {
  for (const options of [{ blur: 0.1 }, { coarse: 1, coarsest: 0.3 }])
    for (const seed of seeds) {
      const view = seen(options, seed);
      assert.ok(roughness(view) <= roughness(face) + 0.1);
      assert.ok(Math.abs(mean(view) - mean(face)) < 6);
    }
  assert.ok(seeds.some((seed) => roughness(seen({ blur: 0.1 }, seed)) < 0.6 * roughness(face)));
  assert.ok(seeds.some((seed) => roughness(seen({ coarse: 1, coarsest: 0.3 }, seed)) < 0.6 * roughness(face)));
});

test('sharpening makes it rougher', () => {
  assert.ok(seeds.some((seed) => roughness(seen({ sharpen: 1 }, seed)) > 1.1 * roughness(face)));
});

test('a slope lights one side and darkens the other', () => {
  const grey = new Float32Array(size * size).fill(120);
  for (const seed of seeds) {
    const view = seen({ slope: 0.4 }, seed, grey);
    assert.ok(Math.abs(mean(view) - 120) < 0.5);
    assert.ok(Math.abs(view[0]! + view[size * size - 1]! - 240) < 0.5);
  }
  assert.ok(seeds.some((seed) => Math.max(...seen({ slope: 0.4 }, seed, grey)) > 140));
});

test('gamma keeps black and white', () => {
  const ends = Float32Array.from(face, (_, at) => (at % 2 === 0 ? 0 : 255));
  for (const seed of seeds)
    for (const [at, value] of seen({ gamma: 0.5 }, seed, ends).entries()) assert.ok(Math.abs(value - ends[at]!) < 1e-3);
  assert.ok(seeds.some((seed) => Math.abs(mean(seen({ gamma: 0.5 }, seed)) - mean(face)) > 10));
});

test('noise, compression and cover change a face; nothing leaves 0-255', () => {
  const strong: Partial<CameraOptions> = {
    gamma: 1,
    slope: 1,
    brightness: 0.5,
    contrast: 1,
    sharpen: 3,
    noise: 0.3,
    compress: 1,
    quality: [5, 5],
    erase: 1,
  };
  for (const seed of seeds) for (const value of seen(strong, seed)) assert.ok(value >= 0 && value <= 255);
  for (const one of [{ noise: 0.2 }, { compress: 1, quality: [10, 10] as const }, { erase: 1 }])
    assert.ok(seeds.some((seed) => seen(one, seed).some((value, at) => Math.abs(value - face[at]!) > 5)));
});

test('equal streams give equal views', () => {
  const options = { gamma: 0.4, blur: 0.05, noise: 0.1, compress: 0.5, erase: 0.5 };
  assert.deepEqual(seen(options, 5), seen(options, 5));
  assert.notDeepEqual(seen(options, 5), seen(options, 6));
});
