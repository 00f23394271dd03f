import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SquareView, squareOf } from '../../src/image/square.ts';
import { noiseImage } from '../data/made-images.ts';

const view: SquareView = { size: 8, edge: 10, resize: 'shortest', filter: 'bicubic' };

test('an image that is the wanted square already is left as it is', () => {
  const square = squareOf(noiseImage(30, 20, 1), view);
  assert.deepEqual([square.width, square.height, square.view], [8, 8, view]);
  assert.equal(squareOf(square, { ...view }), square);
});

test('a square that was made for another view, or by chance has its size, is resized', () => {
  const square = squareOf(noiseImage(30, 20, 1), view);
  const { data, width, height } = square;
  assert.notDeepEqual(squareOf({ data, width, height }, view).data, data);
  assert.notDeepEqual(squareOf(square, { ...view, resize: 'stretch', size: 8, edge: 8 }), square);
});
