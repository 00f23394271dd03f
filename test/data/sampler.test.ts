import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { balanced, shuffled } from '../../src/data/sampler.ts';
import { madeSample } from './made-images.ts';

const skewed = Array.from({ length: 1000 }, (_, index) => ({
  ...madeSample(index, 1),
  label: index < 900 ? 0 : index < 990 ? 2 : 5,
}));

test('shuffled shows every sample once, in an order of its own for each stream', () => {
  const order = shuffled(skewed, random(1));
  assert.deepEqual(
    [...order].sort((a, b) => a - b),
    [...skewed.keys()],
  );
  assert.deepEqual(shuffled(skewed, random(1)), order);
  assert.notDeepEqual(shuffled(skewed, random(2)), order);
});

test('balanced draws all classes alike and as many samples as there are', () => {
  const order = balanced(skewed, random(1));
  assert.equal(order.length, 1000);
  const counts = new Map<number, number>();
  for (const position of order) counts.set(skewed[position]!.label, (counts.get(skewed[position]!.label) ?? 0) + 1);
  assert.deepEqual([...counts.keys()].sort(), [0, 2, 5]);
  for (const count of counts.values()) assert.ok(Math.abs(count - 333) < 60, `${count} of 1000`);
});

test('no samples give no order', () => {
  assert.equal(shuffled([], random(1)).length, 0);
  assert.equal(balanced([], random(1)).length, 0);
});
