// Resizing against Pillow, bit for bit, and what must hold for any image.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RgbImage } from '../../src/core/image.ts';
import { crop } from '../../src/image/crop.ts';
import { resize, wholeOf } from '../../src/image/resize.ts';
import { resizeFilters } from '../../src/image/resize-windows.ts';
import { goldenCases, imageOf } from './golden-images.ts';

test('gives the bytes of Pillow, larger and smaller, with and without a box', () => {
  const cases = goldenCases('resize.safetensors');
  assert.ok(cases.length >= 15);
  cases.forEach((tensor, index) => {
    const expected = imageOf(tensor('output'));
    const [left, top, right, bottom] = tensor('box').data as Float64Array;
    const box = { left: left!, top: top!, width: right! - left!, height: bottom! - top! };
    assert.deepEqual(resize(imageOf(tensor('input')), expected.width, expected.height, box), expected, `case ${index}`);
  });
});

test('gives the bytes of Pillow with every filter', () => {
  const { input, filters } = JSON.parse(readFileSync(new URL('pillow-filters.json', import.meta.url), 'utf8'));
  const image: RgbImage = { ...input, data: new Uint8Array(input.width * input.height * 3) };
  for (let at = 0; at < image.data.length; at++) {
    const [pixel, channel] = [Math.floor(at / 3), at % 3];
    const [x, y] = [pixel % image.width, Math.floor(pixel / image.width)];
    image.data[at] = (7 * x * x + 31 * y + 57 * channel + 5 * x * y) % 256;
  }
  assert.deepEqual(Object.keys(filters).sort(), [...resizeFilters].sort());
  for (const filter of resizeFilters) {
    for (const [size, bytes] of Object.entries<string>(filters[filter])) {
      const [width, height] = size.split('x').map(Number);
      const found = resize(image, width!, height!, wholeOf(image), filter);
      assert.equal(Buffer.from(found.data).toString('hex'), bytes, `${filter} to ${size}`);
    }
  }
});

const sides = fc.integer({ min: 1, max: 40 });
const images = fc
  .tuple(sides, sides)
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((data): RgbImage => ({ width, height, data })),
  );

test('keeps an even colour even, whatever the sizes and the box', () => {
  const colour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
  const part = fc.tuple(fc.double({ min: 0, max: 0.4, noNaN: true }), fc.double({ min: 0.6, max: 1, noNaN: true }));
  fc.assert(
    fc.property(
      sides,
      sides,
      sides,
      sides,
      colour,
      part,
      part,
      (width, height, newWidth, newHeight, rgb, [left, right], [top, bottom]) => {
        const even = (count: number) => Uint8Array.from({ length: count * 3 }, (_, at) => rgb[at % 3]!);
        const box = {
          left: left * width,
          top: top * height,
          width: (right - left) * width,
          height: (bottom - top) * height,
        };
        assert.deepEqual(
          resize({ width, height, data: even(width * height) }, newWidth, newHeight, box).data,
          even(newWidth * newHeight),
        );
      },
    ),
    { numRuns: 300 },
  );
});

/** Mirrored left to right. */
const mirrored = ({ width, height, data }: RgbImage): RgbImage => ({
  width,
  height,
  data: Uint8Array.from(data, (_, at) => {
    const column = Math.floor(at / 3) % width;
    return data[at + 3 * (width - 1 - 2 * column)]!;
  }),
});

test('gives the mirror image of the mirror image, but for rounding', () => {
  fc.assert(
    fc.property(images, sides, sides, (image, width, height) => {
      const there = resize(mirrored(image), width, height).data;
      const back = mirrored(resize(image, width, height)).data;
      for (let at = 0; at < there.length; at++) assert.ok(Math.abs(there[at]! - back[at]!) <= 1);
    }),
    { numRuns: 200 },
  );
});

test('returns the image itself where nothing changes, and a crop where the box has the size', () => {
  fc.assert(
    fc.property(images, (image) => {
      assert.equal(resize(image, image.width, image.height), image);
      assert.equal(resize(image, image.width, image.height, wholeOf(image)), image);
      const [width, height] = [Math.ceil(image.width / 2), Math.ceil(image.height / 2)];
      const [left, top] = [image.width - width, image.height - height];
      const box = { left, top, width, height };
      assert.deepEqual(resize(image, width, height, box), crop(image, left, top, width, height));
    }),
  );
});

test('leaves the source as it was', () => {
  const data = Uint8Array.from({ length: 12 }, (_, at) => at * 20);
  const copy = data.slice();
  resize({ width: 2, height: 2, data }, 7, 5);
  assert.deepEqual(data, copy);
});

test('gives the same again after hundreds of other sizes', () => {
  const image = { width: 3, height: 1, data: Uint8Array.from([0, 0, 0, 90, 90, 90, 255, 255, 255]) };
  const first = resize(image, 5, 1);
  for (let width = 6; width < 600; width++) resize(image, width, 1);
  assert.deepEqual(resize(image, 5, 1), first);
});

test('refuses boxes that are empty or leave the image, and sizes that are none', () => {
  const image = { width: 4, height: 3, data: new Uint8Array(36) };
  const box = { left: 0, top: 0, width: 4, height: 3 };
  for (const change of [
    { left: -1 },
    { top: -0.5 },
    { width: 4.5 },
    { height: 4 },
    { width: 0 },
    { top: 3 },
    { left: Number.NaN },
  ])
    assert.throws(() => resize(image, 2, 2, { ...box, ...change }), {
      code: 'image',
      message: /of an image of 4 x 3 pixels$/,
    });
  for (const [width, height] of [
    [0, 2],
    [2, -1],
    [1.5, 2],
  ] as const)
    assert.throws(() => resize(image, width, height), { code: 'image', message: /^Cannot resize an image to/ });
});
