import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { moveAverage } from '../../src/pretrain/optimiser/moving-average.ts';
import type { Parameters } from '../../src/pretrain/optimiser/parameters.ts';

const of = (value: number): Parameters => new Map([['w', float32([value, 2 * value], [2])]]);

test('moves by 1 - decay after many steps', () => {
  const average = of(1);
  moveAverage(average, of(3), 0.75, 10_000);
  assert.deepEqual([...average.get('w')!.data], [1.5, 3]);
});

test('follows quickly at first, with decay (1 + step) / (10 + step)', () => {
  const average = of(0);
  moveAverage(average, of(10), 0.999, 2);
  assert.ok(Math.abs(Number(average.get('w')!.data[0]) - 7.5) < 1e-5);
});

test('leaves the parameters unchanged, and does not move when they do not', () => {
  const average = of(2);
  const parameters = of(2);
  for (let step = 0; step < 5; step++) moveAverage(average, parameters, 0.9, step);
  assert.deepEqual(average, of(2));
  assert.deepEqual(parameters, of(2));
});
