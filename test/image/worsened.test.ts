// Blur, exposure, occlusion and low resolution, each against what its formula says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RgbImage } from '../../src/core/image.ts';
import { random } from '../../src/core/random.ts';
import { blurred } from '../../src/image/blur.ts';
import { exposed } from '../../src/image/exposure.ts';
import { lowResolution } from '../../src/image/low-resolution.ts';
import { occluded } from '../../src/image/occlude.ts';

const draws = random(5);
const noise = (width: number, height: number): RgbImage => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 3 }, () => draws.integer(256)),
});
const flat = (value: number): RgbImage => ({ width: 9, height: 7, data: new Uint8Array(189).fill(value) });

test('blur spreads a point as a Gaussian, the same to all sides', () => {
  const size = 21;
  const image = { width: size, height: size, data: new Uint8Array(size * size * 3) };
  const middle = (size * 10 + 10) * 3;
  image.data[middle + 1] = 255;
  const { data } = blurred(image, 1.5);
  const at = (x: number, y: number) => data[(size * (10 + y) + 10 + x) * 3 + 1]!;
  for (const [x, y] of [
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 2],
  ] as const) {
    const wanted = (255 / (2 * Math.PI * 1.5 ** 2)) * Math.exp(-(x * x + y * y) / (2 * 1.5 ** 2));
    assert.ok(Math.abs(at(x, y) - wanted) <= 1, `${x},${y}: ${at(x, y)} for ${wanted}`);
    assert.deepEqual([at(-x, y), at(x, -y), at(y, x)], [at(x, y), at(x, y), at(x, y)]);
  }
  assert.ok(
    data.every((value, index) => index % 3 === 1 || value === 0),
    'colours stay by themselves',
  );
});

test('what has one colour keeps it, up to its edges', () => {
  assert.deepEqual(blurred(flat(77), 2).data, flat(77).data);
  assert.deepEqual(lowResolution(flat(77), 0.3).data, flat(77).data);
  assert.deepEqual(occluded(flat(77), 0.2, 0.8).data, flat(77).data);
});

test('nothing asked is nothing done, on an image of its own', () => {
  const image = noise(8, 6);
  for (const made of [blurred(image, 0), exposed(image, 1), occluded(image, 0.5, 0.5), lowResolution(image, 1)]) {
    assert.deepEqual(made.data, image.data);
  }
});

test('light is cut off where it is full', () => {
  const image = { width: 2, height: 1, data: Uint8Array.of(10, 100, 200, 0, 255, 127) };
  assert.deepEqual(Array.from(exposed(image, 2).data), [20, 200, 255, 0, 255, 254]);
  assert.deepEqual(Array.from(exposed(image, 0.1).data), [1, 10, 20, 0, 26, 13]);
});

test('a covered band has the mean colour, and only the band', () => {
  const image = noise(5, 10);
  const { data } = occluded(image, 0.2, 0.5);
  const mean = [0, 1, 2].map((channel) => {
    const values = image.data.filter((_, at) => at % 3 === channel);
    return Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
  });
  for (let row = 0; row < 10; row++) {
    const wanted =
      row >= 2 && row < 5 ? new Array(5).fill(mean).flat() : Array.from(image.data.subarray(row * 15, row * 15 + 15));
    assert.deepEqual(Array.from(data.subarray(row * 15, row * 15 + 15)), wanted);
  }
});

test('detail is gone from a small face, its size is not', () => {
  const image = noise(32, 24);
  const made = lowResolution(image, 0.25);
  assert.deepEqual([made.width, made.height], [32, 24]);
  const rough = ({ data }: RgbImage) =>
    data.reduce((sum, value, at) => sum + Math.abs(value - (data[at + 3] ?? value)), 0);
  assert.ok(rough(made) < rough(image) / 3);
  assert.equal(lowResolution(image, 0.0001).width, 32, 'at least one pixel is left');
});
