import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cropFace } from '../../../src/data/readers/layout/face-box.ts';
import { imageFrom, valueAt } from '../made-images.ts';

const image = imageFrom(20, 10, (x, y) => x * 10 + y);

test('cuts out the box, its right and bottom left out', () => {
  const face = cropFace(image, { left: 3, top: 2, right: 7, bottom: 9 }, 'a');
  assert.deepEqual([face.width, face.height], [4, 7]);
  assert.equal(valueAt(face, 0, 0), 32);
  assert.equal(valueAt(face, 3, 6), 68);
});

test('rounds to pixels and leaves out what is outside of the picture', () => {
  const face = cropFace(image, { left: -4.6, top: 3.4, right: 99, bottom: 12 }, 'a');
  assert.deepEqual([face.width, face.height], [20, 7]);
  assert.equal(valueAt(face, 0, 0), 3);
});

test('refuses a box without a pixel in the picture', () => {
  for (const box of [
    { left: 20, top: 0, right: 30, bottom: 5 },
    { left: 5, top: 5, right: 5, bottom: 9 },
    { left: 0, top: -9, right: 5, bottom: 0 },
  ]) {
    assert.throws(() => cropFace(image, box, 'a.jpg#2'), {
      code: 'image',
      message: /Cannot crop the face of "a.jpg#2": its box .* is outside 20 x 10 pixels/,
    });
  }
});
