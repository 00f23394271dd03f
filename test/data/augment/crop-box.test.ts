import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { random } from '../../../src/core/random.ts';
import { promptAugmentation } from '../../../src/data/augment/augmentation.ts';
import { cropBox } from '../../../src/data/augment/crop-box.ts';

test('a box of whole pixels is inside any image', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), fc.nat(), (width, height, seed) => {
      const box = cropBox(width, height, { scale: [0.05, 1], ratio: [0.5, 2] }, random(seed));
      for (const value of Object.values(box)) assert.ok(Number.isInteger(value));
      assert.ok(box.left >= 0 && box.top >= 0 && box.width >= 1 && box.height >= 1);
      assert.ok(box.left + box.width <= width && box.top + box.height <= height);
    }),
  );
});

test('area and ratio fill their ranges and stay in them, up to rounding', () => {
  const areas: number[] = [];
  const ratios: number[] = [];
  for (let seed = 0; seed < 2000; seed++) {
    const { width, height } = cropBox(1000, 1000, promptAugmentation.crop!, random(seed));
    areas.push((width * height) / 1e6);
    ratios.push(width / height);
  }
  assert.ok(Math.min(...areas) > 0.798 && Math.min(...areas) < 0.81);
  assert.ok(Math.max(...areas) <= 1 && Math.max(...areas) > 0.95);
  assert.ok(Math.min(...ratios) > 0.74 && Math.max(...ratios) < 1.34);
  // The ratio is drawn on a logarithmic scale: as many boxes are wide as are high.
  const wide = ratios.filter((ratio) => ratio > 1).length;
  assert.ok(Math.abs(wide - 1000) < 120, `${wide} of 2000 are wide`);
});

test('every place is reached', () => {
  const lefts = new Set<number>();
  for (let seed = 0; seed < 300; seed++)
    lefts.add(cropBox(10, 10, { scale: [0.49, 0.49], ratio: [1, 1] }, random(seed)).left);
  assert.deepEqual([...lefts].sort(), [0, 1, 2, 3]);
});

test('takes the largest centred box when no try fits', () => {
  const wide = { scale: [1, 1], ratio: [0.5, 2] } as const;
  assert.deepEqual(cropBox(100, 10, wide, random(1)), { left: 40, top: 0, width: 20, height: 10 });
  assert.deepEqual(cropBox(10, 100, wide, random(1)), { left: 0, top: 40, width: 10, height: 20 });
  assert.deepEqual(cropBox(10, 10, { scale: [2, 2], ratio: [1, 1] }, random(1)), {
    left: 0,
    top: 0,
    width: 10,
    height: 10,
  });
});
