// Prompts averaged over epochs: the Gaussian's weights by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { averaged, type PromptAverage } from '../../src/train/prompt-average.ts';

const prompts = (value: number) => ({ context: float32([value, 2 * value], [1, 2]), visual: float32([-value], [1]) });

function over(values: readonly number[], rule: { readonly centre: number; readonly width: number }) {
  let average: PromptAverage | undefined;
  values.forEach((value, at) => {
    average = averaged(average, prompts(value), rule, { epoch: at + 1, epochs: values.length });
  });
  return average!.prompts;
}

test('each epoch counts by its distance from the centre, for every kind of prompt', () => {
  const values = [1, 5, 2, 8];
  const weights = values.map((_, at) => Math.exp(-((((at + 1) / 4 - 0.75) / 0.3) ** 2) / 2));
  const sum = weights.reduce((a, b) => a + b);
  const wanted = values.reduce((all, value, at) => all + (value * weights[at]!) / sum, 0);
  const { context, visual } = over(values, { centre: 0.75, width: 0.3 });
  assert.ok(Math.abs(context.data[0]! - wanted) < 1e-6);
  assert.ok(Math.abs(context.data[1]! - 2 * wanted) < 1e-6);
  assert.ok(Math.abs(visual!.data[0]! + wanted) < 1e-6);
});

test('a narrow Gaussian is the epoch at its centre, and far from it the latest stands', () => {
  assert.ok(Math.abs(over([1, 5, 2, 8], { centre: 0.75, width: 0.01 }).context.data[0]! - 2) < 1e-6);
  assert.equal(over([1, 5], { centre: 0, width: 0.001 }).context.data[0], 5);
});
