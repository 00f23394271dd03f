import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, float32, float64, int64, sizeOf } from '../../src/core/array.ts';

test('counts the elements of a shape, 1 for a scalar and 0 where an axis is empty', () => {
  assert.equal(sizeOf([2, 3, 4]), 24);
  assert.equal(sizeOf([]), 1);
  assert.equal(sizeOf([5, 0, 2]), 0);
});

test('makes arrays of lists, rounded to their type', () => {
  const array = float32([1, 0.1], [2]);
  assert.deepEqual(array, { type: 'float32', shape: [2], data: Float32Array.of(1, 0.1) });
  assert.notEqual(array.data[1], 0.1);
  assert.deepEqual(float64([0.1], []), { type: 'float64', shape: [], data: Float64Array.of(0.1) });
  assert.deepEqual(int64([1, -2], [2]), { type: 'int64', shape: [2], data: BigInt64Array.of(1n, -2n) });
});

test('takes an array of the right type as it is, without a copy', () => {
  const [single, double] = [Float32Array.of(1), Float64Array.of(1)];
  assert.equal(float32(single, [1]).data, single);
  assert.equal(float64(double, [1]).data, double);
  assert.deepEqual(float32(double, [1]).data, single);
});

test('refuses numbers that are not whole as int64', () => {
  assert.throws(() => int64([0.5], [1]), RangeError);
});

test('knows the bytes of every element type', () => {
  assert.equal(bytesOf.float32, Float32Array.BYTES_PER_ELEMENT);
  assert.equal(bytesOf.float64, Float64Array.BYTES_PER_ELEMENT);
  assert.equal(bytesOf.float16, Uint16Array.BYTES_PER_ELEMENT);
  assert.equal(bytesOf.bfloat16, Uint16Array.BYTES_PER_ELEMENT);
  assert.equal(bytesOf.int64, BigInt64Array.BYTES_PER_ELEMENT);
  assert.equal(bytesOf.int32, Int32Array.BYTES_PER_ELEMENT);
  assert.equal(bytesOf.uint8 + bytesOf.int8 + bytesOf.bool, 3);
});
