import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { promptAugmentation } from '../../../src/data/augment/augmentation.ts';
import { erase, eraseBox } from '../../../src/data/augment/erase.ts';

const options = promptAugmentation.erase!;
const drawn = (side: number, changed: Partial<typeof options> = {}) =>
  Array.from({ length: 4000 }, (_, seed) => eraseBox(side, { ...options, ...changed }, random(seed)));

test('erases as often as asked', () => {
  const share = drawn(224).filter((box) => box !== undefined).length / 4000;
  assert.ok(Math.abs(share - 0.25) < 0.03, `erased ${share}`);
  assert.ok(drawn(224, { probability: 0 }).every((box) => box === undefined));
});

test('the rectangle keeps its area and ratio and stays inside', () => {
  const boxes = drawn(224, { probability: 1 }).filter((box) => box !== undefined);
  assert.ok(boxes.length > 3990);
  for (const { left, top, width, height } of boxes) {
    assert.ok(left >= 0 && top >= 0 && left + width <= 224 && top + height <= 224);
    const area = (width * height) / 224 ** 2;
    assert.ok(area > 0.019 && area < 0.335, `area ${area}`);
    assert.ok(height / width > 0.28 && height / width < 3.5, `ratio ${height / width}`);
  }
});

test('gives up when no rectangle fits', () => {
  assert.equal(eraseBox(8, { probability: 1, scale: [1, 1], ratio: [1, 1] }, random(1)), undefined);
});

test('sets the rectangle of one image to 0 in all three planes and leaves the rest', () => {
  const side = 4;
  const pixels = new Float32Array(2 * 3 * 16).fill(1);
  erase(pixels, 48, side, { left: 1, top: 2, width: 2, height: 1 });
  const zeros = [...pixels.keys()].filter((at) => pixels[at] === 0);
  assert.deepEqual(zeros, [48 + 9, 48 + 10, 48 + 16 + 9, 48 + 16 + 10, 48 + 32 + 9, 48 + 32 + 10]);
});
