// The model of the benchmark of many machines.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitStep, runHours, stepTime } from '../../../bench/machines/model.ts';

test('a line through measured times is found', () => {
  const { text, image } = fitStep([1, 2, 4, 8].map((images) => ({ images, ms: 180 + 200 * images })));
  assert.ok(Math.abs(text - 180) < 1e-9 && Math.abs(image - 200) < 1e-9);
});

test('ranks divide the images of a step and not its text', () => {
  const parts = { batch: 32, microBatch: 8, partBytes: 310_000 };
  const network = { name: 'none', latency: 0, bandwidth: Number.POSITIVE_INFINITY };
  const step = (ranks: number) => stepTime(ranks, parts, { text: 180, image: 200 }, network);
  assert.deepEqual([1, 2, 4, 8].map(step), [180 + 6400, 180 + 3200, 180 + 1600, 180 + 1600]);
});

test('slices receive about three parts however many ranks there are', () => {
  const time = (ranks: number) =>
    stepTime(
      ranks,
      { batch: ranks, microBatch: 1, partBytes: 1000 },
      { text: 0, image: 0 },
      { name: '', latency: 0, bandwidth: 1 },
    );
  assert.equal(time(15), 14_000);
  assert.ok(time(16) < 3000 && time(64) < 3000);
});

test('a run is its steps and its evaluations', () => {
  const hours = runHours(1, { train: 64, valid: 32, batch: 32, epochs: 10 }, 1000, 10);
  assert.ok(Math.abs(hours - (20 * 1000 + 320 * 10) / 3.6e6) < 1e-12);
});
