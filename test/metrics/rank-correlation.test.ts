// Rank correlations against scipy, with ties, and where there is nothing to rank.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { kendall, spearman } from '../../src/metrics/rank-correlation.ts';

const golden = JSON.parse(readFileSync(new URL('../golden/explain/road.json', import.meta.url), 'utf8'));

test('both are as scipy has them, ties included', () => {
  assert.ok(Math.abs(spearman(golden.a, golden.b) - golden.spearman) < 1e-12);
  assert.ok(Math.abs(kendall(golden.a, golden.b) - golden.kendall) < 1e-12);
});

test('the same order is 1, the reverse -1, whatever the values', () => {
  for (const correlation of [spearman, kendall]) {
    assert.ok(Math.abs(correlation([1, 2, 30], [-5, 0, 1]) - 1) < 1e-12);
    assert.ok(Math.abs(correlation([1, 2, 30], [5, 0, -1]) + 1) < 1e-12);
  }
});

test('a constant has no order', () => {
  assert.ok(Number.isNaN(spearman([1, 1, 1], [1, 2, 3])));
  assert.ok(Number.isNaN(kendall([1, 1, 1], [1, 2, 3])));
});

test('lists of different lengths are a mistake', () => {
  assert.throws(() => spearman([1], [1, 2]), RangeError);
  assert.throws(() => kendall([1], [1, 2]), RangeError);
});
