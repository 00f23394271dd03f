// Parts of images.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { centreCrop, crop } from '../../src/image/crop.ts';

/** Each pixel tells its column (red) and row (green). */
const ruled = (width: number, height: number) => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return [pixel % width, Math.floor(pixel / width), 9][at % 3]!;
  }),
});

test('copies the pixels of the part', () => {
  const part = crop(ruled(7, 5), 2, 1, 3, 2);
  assert.deepEqual([part.width, part.height], [3, 2]);
  assert.deepEqual([...part.data], [2, 1, 9, 3, 1, 9, 4, 1, 9, 2, 2, 9, 3, 2, 9, 4, 2, 9]);
});

test('is a copy, even of the whole', () => {
  const image = ruled(2, 2);
  const whole = crop(image, 0, 0, 2, 2);
  assert.deepEqual(whole, image);
  assert.notEqual(whole.data.buffer, image.data.buffer);
});

test('places the centre as torchvision does: int(round(difference / 2)), halves to even', () => {
  for (const [difference, left] of [
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 2],
    [6, 3],
    [7, 4],
    [9, 4],
    [11, 6],
  ] as const) {
    assert.equal(centreCrop(ruled(4 + difference, 4), 4, 4).data[0], left, `width ${difference} too many`);
    assert.equal(centreCrop(ruled(4, 4 + difference), 4, 4).data[1], left, `height ${difference} too many`);
  }
});

test('refuses parts that leave the image', () => {
  const image = ruled(4, 3);
  for (const [left, top, width, height] of [
    [-1, 0, 1, 1],
    [0, 3, 1, 1],
    [2, 0, 3, 1],
    [0, 0, 0, 1],
    [0.5, 0, 1, 1],
  ] as const)
    assert.throws(() => crop(image, left, top, width, height), {
      code: 'image',
      message: /^Cannot crop .* out of an image of 4 x 3$/,
    });
  assert.throws(() => centreCrop(image, 5, 3), { code: 'image' });
});
