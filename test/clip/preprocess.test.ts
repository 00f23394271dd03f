// CLIP's preprocessing against Pillow with torchvision's rules.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalise, preprocess, resizeToSquare } from '../../src/clip/preprocess.ts';
import { clipDeviation, clipMean } from '../../src/clip/preprocessing.ts';
import { goldenCases, imageOf } from '../image/golden-images.ts';

const cases = goldenCases('preprocess.safetensors');

test('agrees with the reference to 1e-6 for any shape of image', () => {
  assert.ok(cases.length >= 10);
  cases.forEach((tensor, index) => {
    const expected = tensor('output');
    const found = preprocess(imageOf(tensor('input')), expected.shape[1]!);
    assert.equal(found.length, expected.data.length);
    const worst = Math.max(...found.map((value, at) => Math.abs(value - Number(expected.data[at]))));
    assert.ok(worst <= 1e-6, `case ${index} differs by ${worst}`);
  });
});

test('writes into its place in a batch and nowhere else', () => {
  const tensor = cases[0]!;
  const size = tensor('output').shape[1]!;
  const length = 3 * size * size;
  const batch = new Float32Array(3 * length).fill(7);
  assert.equal(preprocess(imageOf(tensor('input')), size, batch, length), batch);
  assert.deepEqual(batch.subarray(length, 2 * length), preprocess(imageOf(tensor('input')), size));
  assert.ok(
    batch.subarray(0, length).every((value) => value === 7) && batch.subarray(2 * length).every((value) => value === 7),
  );
});

test('refuses a target that is too small, before it writes', () => {
  const target = new Float32Array(3 * 4 * 4 + 1);
  const image = { width: 4, height: 4, data: new Uint8Array(48).fill(200) };
  assert.throws(() => preprocess(image, 4, target, 2), RangeError);
  assert.throws(() => normalise(image, target, { offset: -1 }), RangeError);
  assert.ok(target.every((value) => value === 0));
});

test('puts mean and deviation on the right channels', () => {
  const data = Uint8Array.of(0, 0, 0, 255, 255, 255);
  const found = normalise({ width: 2, height: 1, data }, new Float32Array(6));
  const expected = [0, 1, 2].flatMap((channel) => [
    -clipMean[channel]! / clipDeviation[channel]!,
    (1 - clipMean[channel]!) / clipDeviation[channel]!,
  ]);
  assert.deepEqual(found, Float32Array.from(expected));
});

test('gives a square of any image, from one pixel to a very long one', () => {
  for (const [width, height] of [
    [1, 1],
    [1, 9],
    [200, 3],
    [31, 32],
  ] as const) {
    const square = resizeToSquare({ width, height, data: new Uint8Array(width * height * 3).fill(77) }, 16);
    assert.deepEqual([square.width, square.height, square.data.length], [16, 16, 768]);
    assert.ok(square.data.every((value) => value === 77));
  }
});

test('refuses a ribbon, which would be gigabytes at the same shorter side', () => {
  const ribbon = { width: 1, height: 101, data: new Uint8Array(303) };
  assert.throws(() => preprocess(ribbon, 224), {
    name: 'MpaferError',
    code: 'image',
    message: 'Cannot prepare an image: it has 1 x 101 pixels; expected one side at most 100 times the other',
  });
  assert.equal(preprocess({ width: 100, height: 1, data: new Uint8Array(300) }, 4).length, 48);
});
