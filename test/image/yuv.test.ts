// Planes to RGB: the colours of the standards, both ranges, odd sizes, and what is refused.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { rgbOfYuv, usualMatrix, type YuvColour, yuvLength } from '../../src/image/yuv.ts';

/** A frame of one colour. */
function plain([y, u, v]: readonly [number, number, number], colour: YuvColour, width = 2, height = 2) {
  const data = new Uint8Array(yuvLength(width, height)).fill(y, 0, width * height);
  const chroma = (data.length - width * height) / 2;
  data.fill(u, width * height, width * height + chroma).fill(v, width * height + chroma);
  return { width, height, data, ...colour };
}

const pixel = (yuv: readonly [number, number, number], colour: YuvColour) => [
  ...rgbOfYuv(plain(yuv, colour)).data.subarray(0, 3),
];

suite('the primaries of each standard', () => {
  // Y, U, V of pure red, green and blue in 8 bits, as the ITU's tables of colour bars give them.
  const bars = {
    bt601: { red: [81, 90, 240], green: [145, 54, 34], blue: [41, 240, 110] },
    bt709: { red: [63, 102, 240], green: [173, 42, 26], blue: [32, 240, 118] },
    bt2020: { red: [74, 97, 240], green: [164, 47, 25], blue: [29, 240, 119] },
  } as const;
  for (const [matrix, colours] of Object.entries(bars)) {
    for (const [name, yuv] of Object.entries(colours)) {
      test(`${name} of ${matrix}`, () => {
        const found = pixel(yuv, { matrix: matrix as keyof typeof bars, range: 'limited' });
        const expected = ['red', 'green', 'blue'].map((own) => (own === name ? 255 : 0));
        found.forEach((value, index) => {
          assert.ok(Math.abs(value - expected[index]!) <= 2, `${found}`);
        });
      });
    }
  }
});

test('limited range runs from 16 to 235 and is cut off beyond, full range from 0 to 255', () => {
  for (const matrix of ['bt601', 'bt709', 'bt2020'] as const) {
    assert.deepEqual(pixel([16, 128, 128], { matrix, range: 'limited' }), [0, 0, 0]);
    assert.deepEqual(pixel([235, 128, 128], { matrix, range: 'limited' }), [255, 255, 255]);
    assert.deepEqual(pixel([3, 128, 128], { matrix, range: 'limited' }), [0, 0, 0]);
    assert.deepEqual(pixel([255, 128, 128], { matrix, range: 'limited' }), [255, 255, 255]);
    for (const grey of [0, 1, 127, 254, 255])
      assert.deepEqual(pixel([grey, 128, 128], { matrix, range: 'full' }), [grey, grey, grey]);
  }
});

test('the formula of BT.601 in floating point, for every kind of value, to half a level', () => {
  for (let y = 0; y < 256; y += 5) {
    for (let u = 0; u < 256; u += 17) {
      for (let v = 0; v < 256; v += 17) {
        const exact = [
          y + 1.402 * (v - 128),
          y - ((0.114 * 1.772) / 0.587) * (u - 128) - ((0.299 * 1.402) / 0.587) * (v - 128),
          y + 1.772 * (u - 128),
        ].map((value) => Math.min(Math.max(value, 0), 255));
        pixel([y, u, v], { matrix: 'bt601', range: 'full' }).forEach((value, index) => {
          assert.ok(Math.abs(value - exact[index]!) <= 0.501, `${y} ${u} ${v}: ${value} for ${exact[index]}`);
        });
      }
    }
  }
});

test('an odd column and row have the chroma of their own', () => {
  const width = 3;
  const height = 3;
  const data = new Uint8Array(yuvLength(width, height)).fill(128);
  assert.equal(data.length, 9 + 4 + 4);
  // The last of the four values of V colours the last pixel alone.
  data[16] = 255;
  const { data: rgb } = rgbOfYuv({ width, height, data, matrix: 'bt601', range: 'full' });
  const reds = Array.from({ length: 9 }, (_, index) => rgb[index * 3]);
  assert.deepEqual(reds, [128, 128, 128, 128, 128, 128, 128, 128, 255]);
});

test('a stream that says nothing is taken by its size', () => {
  assert.equal(usualMatrix(720, 576), 'bt601');
  assert.equal(usualMatrix(1280, 534), 'bt709');
  assert.equal(usualMatrix(720, 1280), 'bt709');
});

test('planes that do not fit their size are refused', () => {
  const frame = { width: 4, height: 4, matrix: 'bt601', range: 'full' } as const;
  assert.throws(() => rgbOfYuv({ ...frame, data: new Uint8Array(23) }), {
    code: 'image',
    message: 'Cannot convert a video frame of 4 x 4 pixels: it has 23 bytes; expected 24',
  });
  assert.throws(() => rgbOfYuv({ ...frame, width: 0, data: new Uint8Array(0) }), { code: 'image' });
});
