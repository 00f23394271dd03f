import assert from 'node:assert/strict';
import { test } from 'node:test';
import { argmax } from '../../src/core/argmax.ts';

test('finds the largest value, and the first of equals', () => {
  assert.equal(argmax([0.1, 0.7, 0.2]), 1);
  assert.equal(argmax(Float32Array.of(2, 5, 5)), 1);
  assert.equal(argmax([-3, -1, -2]), 1);
  assert.equal(argmax([Number.NEGATIVE_INFINITY, 0]), 1);
});

test('gives the first index where there is nothing to choose from', () => {
  assert.equal(argmax([]), 0);
  assert.equal(argmax([4]), 0);
});
