// The distance measures of the full-size comparison must detect one wrong row among many correct ones.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { leastCosine, worstSliceError } from '../../tools/parity/distance.ts';

const wanted = float32([3, 4, 1, 0, 0, 2], [3, 2]);

test('equal arrays have distance zero', () => {
  assert.equal(leastCosine(wanted, wanted), 1);
  assert.equal(worstSliceError(wanted, wanted), 0);
});

test('the row that points in another direction determines the cosine', () => {
  assert.ok(Math.abs(leastCosine(float32([3, 4, 1, 1, 0, 2], [3, 2]), wanted) - Math.SQRT1_2) < 1e-12);
  assert.equal(leastCosine(float32([3, 4, -1, 0, 0, 2], [3, 2]), wanted), -1);
});

test('the wrong layer determines the error, relative to its own norm', () => {
  assert.ok(Math.abs(worstSliceError(float32([3, 4, 1, 0, 0, 2.2], [3, 2]), wanted) - 0.1) < 1e-6);
});

test('NaN is never within tolerance', () => {
  const broken = float32([3, 4, Number.NaN, 0, 0, 2], [3, 2]);
  assert.ok(Number.isNaN(leastCosine(broken, wanted)));
  assert.ok(Number.isNaN(worstSliceError(broken, wanted)));
});

test('another shape is refused', () => {
  assert.throws(() => leastCosine(float32([3, 4], [1, 2]), wanted), /Shape is \[1,2\]; the reference has \[3,2\]/);
});
