import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transformed } from '../../../src/data/augment/affine.ts';
import { imageFrom, noiseImage, valueAt } from '../made-images.ts';

const still = { degrees: 0, scale: 1, shiftX: 0, shiftY: 0 };

test('nothing changes without rotation, zoom or shift', () => {
  const image = noiseImage(7, 5, 1);
  assert.deepEqual(transformed(image, still), image);
  const dot = noiseImage(1, 1, 1);
  assert.deepEqual(transformed(dot, { ...still, degrees: 30 }), dot);
});

test('shifts to the right and down and repeats the edge', () => {
  const image = noiseImage(6, 6, 2);
  const moved = transformed(image, { ...still, shiftX: 2, shiftY: 1 });
  assert.equal(valueAt(moved, 4, 3), valueAt(image, 2, 2));
  assert.equal(valueAt(moved, 0, 3), valueAt(image, 0, 2));
  assert.equal(valueAt(moved, 5, 0), valueAt(image, 3, 0));
});

test('half a pixel is the mean of two', () => {
  const image = imageFrom(4, 1, (x) => [10, 20, 40, 80][x]!);
  const moved = transformed(image, { ...still, shiftX: 0.5 });
  assert.deepEqual(
    [0, 1, 2, 3].map((x) => valueAt(moved, x, 0)),
    [10, 15, 30, 60],
  );
});

test('a quarter turn counter-clockwise brings the right edge to the top', () => {
  const image = noiseImage(5, 5, 3);
  const turned = transformed(image, { ...still, degrees: 90 });
  for (let y = 0; y < 5; y++) for (let x = 0; x < 5; x++) assert.equal(valueAt(turned, x, y), valueAt(image, 4 - y, x));
});

test('zooms about the centre', () => {
  const image = imageFrom(9, 9, (x) => 10 * x);
  const zoomed = transformed(image, { ...still, scale: 2 });
  assert.equal(valueAt(zoomed, 4, 4), 40);
  assert.equal(valueAt(zoomed, 6, 4), 50);
  assert.equal(valueAt(zoomed, 0, 0), 20);
});
