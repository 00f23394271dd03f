// The norm over all arrays together, and PyTorch's clipping rule.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipFactor, gradientNorm } from '../../../src/nn/optim/gradient-norm.ts';

test('is the length of all arrays as one vector', () => {
  assert.equal(gradientNorm([Float32Array.of(1, -2), Float64Array.of(4), Float32Array.of(2)]), 5);
  assert.equal(gradientNorm([]), 0);
});

test('does not overflow or vanish where float32 would', () => {
  assert.ok(Math.abs(gradientNorm([Float32Array.of(3e30, 4e30)]) / 5e30 - 1) < 1e-6);
  assert.ok(gradientNorm([Float32Array.of(1e-30)]) > 0);
});

test('tells that a gradient is no number', () => {
  assert.ok(Number.isNaN(gradientNorm([Float32Array.of(1, Number.NaN)])));
});

test('clips what is longer than the limit and nothing else', () => {
  assert.equal(clipFactor(0.5, 1), 1);
  assert.equal(clipFactor(4, 1), 1 / (4 + 1e-6));
  assert.equal(clipFactor(1, 1), 1 / (1 + 1e-6));
  assert.equal(clipFactor(0, 1), 1);
  assert.equal(clipFactor(1e9, undefined), 1);
});
