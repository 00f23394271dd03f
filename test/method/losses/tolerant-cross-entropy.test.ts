// The classification loss for labels with noise, by hand and in its limits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float64 } from '../../../src/core/array.ts';
import { constant, type Tensor } from '../../../src/graph/tensor.ts';
import { tolerantCrossEntropy } from '../../../src/method/losses/tolerant-cross-entropy.ts';
import { weightedCrossEntropy } from '../../../src/method/losses/weighted-cross-entropy.ts';
import { evaluate } from '../../support/evaluate.ts';

const logits = constant(float64([2, 0, -1, 0.5, 0.5, 0.5, -3, 1, 4], [3, 3]));
/** The last face is of two classes. */
const targets = constant(float64([1, 0, 0, 0, 0, 1, 0, 0.25, 0.75], [3, 3]));
const weights = constant(float64([1, 2, 0.5], [3]));

const softmax = (row: readonly number[]): number[] => {
  const powers = row.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
};
const probabilities = [softmax([2, 0, -1]), softmax([0.5, 0.5, 0.5]), softmax([-3, 1, 4])];
const own = [
  [1, 0, 0],
  [0, 0, 1],
  [0, 0.25, 0.75],
];

async function value(loss: Tensor): Promise<number> {
  const found = await evaluate({ loss }, {});
  return Number(found.loss.data[0]);
}

const near = (found: number, wanted: number, within = 1e-12) =>
  assert.ok(Math.abs(found - wanted) < within, `${found} is not ${wanted}`);

test('q = 1 is half the mean absolute error of one-hot labels, and 0.7 the published formula', async () => {
  const one = own.map((row, face) => row.reduce((sum, t, c) => sum + t * (1 - probabilities[face]![c]!), 0));
  near(await value(tolerantCrossEntropy(logits, targets, 1)), one.reduce((a, b) => a + b) / 3);
  const error = own
    .slice(0, 2)
    .map((row, face) => row.reduce((sum, t, c) => sum + Math.abs(t - probabilities[face]![c]!), 0));
  near(one[0]!, error[0]! / 2);
  near(one[1]!, error[1]! / 2);
  const q = 0.7;
  const published = own.map((row, face) =>
    row.reduce((sum, t, c) => sum + (t * (1 - probabilities[face]![c]! ** q)) / q, 0),
  );
  near(await value(tolerantCrossEntropy(logits, targets, q)), published.reduce((a, b) => a + b) / 3);
});

test('q towards 0 is cross-entropy, with weights of classes too', async () => {
  const wanted = await value(weightedCrossEntropy(logits, targets, weights));
  near(await value(tolerantCrossEntropy(logits, targets, 1e-6, weights)), wanted, 1e-5);
});

test('at chance it is (1 - C^-q) / q', async () => {
  const equal = constant(float64([1, 1, 1], [1, 3]));
  const label = constant(float64([0, 1, 0], [1, 3]));
  near(await value(tolerantCrossEntropy(equal, label, 0.5)), (1 - 3 ** -0.5) / 0.5);
});
