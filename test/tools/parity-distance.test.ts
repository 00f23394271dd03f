// The measures of the full-size comparison must see one wrong row among many right ones.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { leastCosine, worstSliceError } from '../../tools/parity/distance.ts';

const wanted = float32([3, 4, 1, 0, 0, 2], [3, 2]);

test('equal arrays are at distance zero', () => {
  assert.equal(leastCosine(wanted, wanted), 1);
  assert.equal(worstSliceError(wanted, wanted), 0);
});

test('the row that points elsewhere is the one that counts', () => {
  assert.ok(Math.abs(leastCosine(float32([3, 4, 1, 1, 0, 2], [3, 2]), wanted) - Math.SQRT1_2) < 1e-12);
  assert.equal(leastCosine(float32([3, 4, -1, 0, 0, 2], [3, 2]), wanted), -1);
});

test('the layer that is wrong is the one that counts, relative to its own size', () => {
  assert.ok(Math.abs(worstSliceError(float32([3, 4, 1, 0, 0, 2.2], [3, 2]), wanted) - 0.1) < 1e-6);
});

test('no number is near', () => {
  const broken = float32([3, 4, Number.NaN, 0, 0, 2], [3, 2]);
  assert.ok(Number.isNaN(leastCosine(broken, wanted)));
  assert.ok(Number.isNaN(worstSliceError(broken, wanted)));
});

test('another shape is refused', () => {
  assert.throws(() => leastCosine(float32([3, 4], [1, 2]), wanted), /Shape is \[1,2\]; the reference has \[3,2\]/);
});
