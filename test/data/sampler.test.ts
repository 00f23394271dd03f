import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import {
  balanced,
  fixedPerClass,
  type Sampler,
  samplerNames,
  samplers,
  shuffled,
  squareRoot,
} from '../../src/data/sampler.ts';
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

const countsOf = (order: Uint32Array) => {
  const counts = new Map<number, number>();
  for (const position of order) counts.set(skewed[position]!.label, (counts.get(skewed[position]!.label) ?? 0) + 1);
  return [0, 2, 5].map((label) => counts.get(label) ?? 0);
};

test('balanced weighs a sample by one over the count of its class', () => {
  // 90 samples of 1,000 and 10 of 1,000 are drawn about 1,000 times each in three epochs.
  const shown = new Map<number, number>();
  for (let epoch = 0; epoch < 3; epoch++) {
    for (const position of balanced(skewed, random(1).split(epoch)))
      shown.set(position, (shown.get(position) ?? 0) + 1);
  }
  const mean = (from: number, to: number) => {
    let sum = 0;
    for (let position = from; position < to; position++) sum += shown.get(position) ?? 0;
    return sum / (to - from);
  };
  assert.ok(
    Math.abs(mean(990, 1000) - 100) < 10 && Math.abs(mean(900, 990) - 11) < 1.5 && Math.abs(mean(0, 900) - 1.1) < 0.15,
  );
});

test('squareRoot draws classes by the roots of their counts', () => {
  const order = squareRoot(skewed, random(1));
  assert.equal(order.length, 1000);
  const roots = [Math.sqrt(900), Math.sqrt(90), Math.sqrt(10)];
  const sum = roots.reduce((total, root) => total + root, 0);
  countsOf(order).forEach((count, index) => {
    assert.ok(Math.abs(count - (1000 * roots[index]!) / sum) < 50, `${count} of class ${index}`);
  });
});

test('fixedPerClass shows every class equally often and its samples as evenly as can be', () => {
  const order = fixedPerClass()(skewed, random(1));
  assert.deepEqual(countsOf(order), [334, 333, 333]);
  const shown = new Map<number, number>();
  for (const position of order) shown.set(position, (shown.get(position) ?? 0) + 1);
  // 900 are shown once at most, 90 three or four times, 10 thirty-three or thirty-four times.
  for (const [position, count] of shown) {
    const [least, most] = position < 900 ? [1, 1] : position < 990 ? [3, 4] : [33, 34];
    assert.ok(count >= least && count <= most, `${position}: ${count}`);
  }
});

test('fixedPerClass takes a number, and mixes the classes', () => {
  const order = fixedPerClass(50)(skewed, random(1));
  assert.deepEqual(countsOf(order), [50, 50, 50]);
  const first = [...order.subarray(0, 50)].map((position) => skewed[position]!.label);
  assert.equal(new Set(first).size, 3);
});

test('samplers of a configuration make epochs as long as the data', () => {
  assert.deepEqual(samplerNames, ['none', 'balanced', 'inverse-frequency', 'square-root', 'fixed-per-class']);
  for (const name of samplerNames) assert.equal(samplers[name](skewed, random(1)).length, 1000, name);
});

test('every sampler gives one order for a stream, and another for another', () => {
  const samplers: readonly Sampler[] = [shuffled, balanced, squareRoot, fixedPerClass(), fixedPerClass(20)];
  for (const sampler of samplers) {
    assert.deepEqual(sampler(skewed, random(3)), sampler(skewed, random(3)));
    assert.notDeepEqual(sampler(skewed, random(3)), sampler(skewed, random(4)));
  }
});

test('no samples give no order', () => {
  assert.equal(shuffled([], random(1)).length, 0);
  for (const sampler of [balanced, squareRoot, fixedPerClass(), fixedPerClass(5)]) {
    assert.equal(sampler([], random(1)).length, 0);
  }
});
