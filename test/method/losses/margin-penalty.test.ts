// The penalty on margins, by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float64 } from '../../../src/core/array.ts';
import { constant } from '../../../src/graph/tensor.ts';
import { marginPenalty } from '../../../src/method/losses/margin-penalty.ts';
import { evaluate } from '../../support/evaluate.ts';

const rows = (...values: readonly (readonly number[])[]) =>
  constant(float64(values.flat(), [values.length, values[0]!.length]));

test('the mean lead of the true class counts against it, the variance of leads for it', async () => {
  // Leads of 3 - 2 = 1, 5 - 2 = 3 and 0 - 4 = -4: their mean is 0 and their variance 26 / 3.
  const logits = rows([3, 2, -1], [2, 1, 5], [4, 0, 1]);
  const targets = rows([1, 0, 0], [0, 0, 1], [0, 1, 0]);
  const [both, mean] = [
    { mean: 0.1, variance: 0.3 },
    { mean: 2, variance: 0 },
  ].map((weights) => marginPenalty(logits, targets, weights));
  const wide = marginPenalty(rows([3, 2, -1]), rows([1, 0, 0]), { mean: 2, variance: 9 });
  const found = await evaluate({ both: both!, mean: mean!, wide }, {});
  assert.ok(Math.abs(Number(found.both.data[0]) - 2.6) < 1e-12);
  assert.ok(Math.abs(Number(found.mean.data[0])) < 1e-12);
  assert.equal(Number(found.wide.data[0]), -2);
});

test('of votes, the class with most of them is the true one, the first of equals', async () => {
  const logits = rows([3, 2, -1], [2, 1, 5]);
  const weights = { mean: 1, variance: 1 };
  const votes = marginPenalty(logits, rows([0.5, 0.2, 0.3], [0.4, 0.2, 0.4]), weights);
  const labels = marginPenalty(logits, rows([1, 0, 0], [1, 0, 0]), weights);
  const found = await evaluate({ votes, labels }, {});
  assert.equal(found.votes.data[0], found.labels.data[0]);
});
