// Quarter turns of planes: every pixel and its colour arrive where a turned picture has them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type QuarterTurn, rotateYuv } from '../../src/image/rotate-yuv.ts';
import { rgbOfYuv, type YuvImage, yuvLength } from '../../src/image/yuv.ts';

const frame = (width: number, height: number): YuvImage => ({
  width,
  height,
  matrix: 'bt709',
  range: 'limited',
  data: Uint8Array.from({ length: yuvLength(width, height) }, (_, at) => (at * 37 + 11) % 256),
});

test('a small plane, by hand', () => {
  // 1 2 3 over 4 5 6, with two values of U and of V.
  const own = { ...frame(3, 2), data: Uint8Array.of(1, 2, 3, 4, 5, 6, 10, 20, 30, 40) };
  const turned = (degrees: QuarterTurn) => [...rotateYuv(own, degrees).data];
  assert.deepEqual(turned(90), [4, 1, 5, 2, 6, 3, 10, 20, 30, 40]);
  assert.deepEqual(turned(180), [6, 5, 4, 3, 2, 1, 20, 10, 40, 30]);
  assert.deepEqual(turned(270), [3, 6, 2, 5, 1, 4, 20, 10, 40, 30]);
  assert.equal(rotateYuv(own, 0), own);
});

test('turned planes are the turned picture', () => {
  const own = frame(8, 6);
  const upright = rgbOfYuv(own);
  const turned = rgbOfYuv(rotateYuv(own, 90));
  assert.deepEqual([turned.width, turned.height], [6, 8]);
  for (let y = 0; y < 6; y++)
    for (let x = 0; x < 8; x++)
      for (let channel = 0; channel < 3; channel++)
        assert.equal(
          turned.data[(x * 6 + (5 - y)) * 3 + channel],
          upright.data[(y * 8 + x) * 3 + channel],
          `${x},${y}`,
        );
});

test('two half turns, and four quarters, change nothing, at odd sizes too', () => {
  for (const [width, height] of [
    [7, 5],
    [1, 1],
    [2, 9],
  ] as const) {
    const own = frame(width, height);
    assert.deepEqual(rotateYuv(rotateYuv(own, 180), 180), own);
    assert.deepEqual(rotateYuv(rotateYuv(own, 90), 270), own);
  }
});
