import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  canvas,
  type Mask,
  paint,
  polygonMask,
  spotMask,
  strokeMask,
  toImage,
} from '../../../src/data/synthetic/canvas.ts';
import { ellipse, smooth } from '../../../src/data/synthetic/curves.ts';

const page = canvas(20);
const area = ({ cover }: Mask) => cover.reduce((sum, value) => sum + value, 0);
const near = (value: number, wanted: number, tolerance: number) =>
  assert.ok(Math.abs(value - wanted) <= tolerance, `${value}, needed ${wanted}`);

test('a rectangle covers its area, border pixels in part', () => {
  const mask = polygonMask(page, [
    [2.5, 3],
    [7.25, 3],
    [7.25, 6.5],
    [2.5, 6.5],
  ]);
  near(area(mask), 4.75 * 3.5, 1e-5);
  assert.deepEqual([mask.left, mask.top, mask.width, mask.height], [2, 3, 6, 4]);
  near(mask.cover[0]!, 0.5, 1e-6);
  near(mask.cover[1]!, 1, 1e-6);
  near(mask.cover[3 * 6 + 1]!, 0.5, 1e-6);
});

test('discs and strokes cover what geometry says', () => {
  near(area(polygonMask(page, ellipse([10, 10], 6, 4, 60))), Math.PI * 24, 0.6);
  near(
    area(
      strokeMask(
        page,
        [
          [5, 10],
          [15, 10],
        ],
        2,
      ),
    ),
    40 + Math.PI * 4,
    1.5,
  );
  near(
    area(
      strokeMask(
        page,
        [
          [10, 10],
          [10, 10],
        ],
        3,
      ),
    ),
    Math.PI * 9,
    1.5,
  );
});

test('a line goes from its first radius to its last', () => {
  const { cover, width, height, top } = strokeMask(
    page,
    [
      [4, 10],
      [16, 10],
    ],
    3,
    1,
  );
  const column = (x: number) =>
    Array.from({ length: height }, (_, row) => cover[row * width + x]!).reduce((sum, value) => sum + value, 0);
  assert.ok(column(4) > column(width - 5) + 2);
  assert.ok(top >= 5);
});

test('a spot is full in its centre and nothing at its rim', () => {
  const { cover, left, top, width } = spotMask(page, [10.5, 10.5], 5, 3);
  near(cover[(10 - top) * width + 10 - left]!, 1, 1e-6);
  assert.ok(cover[(10 - top) * width]! < 0.1);
});

test('shapes outside the canvas are cut, never written elsewhere', () => {
  const place = fc.tuple(fc.double({ min: -40, max: 60, noNaN: true }), fc.double({ min: -40, max: 60, noNaN: true }));
  fc.assert(
    fc.property(
      fc.array(place, { minLength: 3, maxLength: 7 }),
      fc.double({ min: 0, max: 9, noNaN: true }),
      (points, radius) => {
        for (const mask of [
          polygonMask(page, points),
          strokeMask(page, points, radius, 1),
          spotMask(page, points[0]!, radius + 1, 3),
        ]) {
          assert.ok(mask.left >= 0 && mask.top >= 0 && mask.left + mask.width <= 20 && mask.top + mask.height <= 20);
          assert.ok(mask.cover.every((value) => value >= 0 && value <= 1 + 1e-6));
        }
      },
    ),
  );
});

test('paint blends by cover, alpha and clip', () => {
  const sheet = canvas(4);
  const whole = polygonMask(sheet, [
    [0, 0],
    [4, 0],
    [4, 4],
    [0, 4],
  ]);
  const left = polygonMask(sheet, [
    [0, 0],
    [2, 0],
    [2, 4],
    [0, 4],
  ]);
  paint(sheet, whole, [100, 100, 100]);
  paint(sheet, whole, [200, 0, 100], 0.5, left);
  paint(
    sheet,
    left,
    (x, y) => [10 * x, 10 * y, 0],
    1,
    polygonMask(sheet, [
      [0, 3],
      [4, 3],
      [4, 4],
      [0, 4],
    ]),
  );
  const { data } = toImage(sheet);
  assert.deepEqual([...data.slice(0, 3)], [150, 50, 100]);
  assert.deepEqual([...data.slice(9, 12)], [100, 100, 100]);
  assert.deepEqual([...data.slice(39, 42)], [15, 35, 0]);
});

test('bytes are rounded and stop at black and white', () => {
  const sheet = canvas(1);
  sheet.pixels.set([-5, 99.6, 300]);
  assert.deepEqual([...toImage(sheet).data], [0, 100, 255]);
});

test('a smooth curve goes through its points', () => {
  const points = [
    [0, 0],
    [2, 3],
    [5, 1],
  ] as const;
  const open = smooth(points);
  for (const [x, y] of points) assert.ok(open.some((point) => Math.hypot(point[0] - x, point[1] - y) < 1e-9));
  assert.deepEqual(open.at(-1), [5, 1]);
  assert.equal(smooth(points, true).length, 18);
});
