// The divergence of scores from plain CLIP's, by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float64 } from '../../../src/core/array.ts';
import { constant } from '../../../src/graph/tensor.ts';
import { logitConsistency } from '../../../src/method/losses/logit-consistency.ts';
import { evaluate } from '../../support/evaluate.ts';

const row = (...scores: number[]) => constant(float64(scores, [1, scores.length]));

test('it is 0 where both say the same, whatever the offset, and the mean of p0 log (p0 / p) elsewhere', async () => {
  const same = logitConsistency(row(1, 2, 3), row(0, 1, 2));
  // p0 = (3/4, 1/4), p = (1/2, 1/2)
  const other = logitConsistency(row(0, 0), row(Math.log(3), 0));
  const found = await evaluate({ same, other }, {});
  assert.ok(Math.abs(Number(found.same.data[0])) < 1e-12);
  const wanted = (0.75 * Math.log(1.5) + 0.25 * Math.log(0.5)) / 2;
  assert.ok(Math.abs(Number(found.other.data[0]) - wanted) < 1e-12);
});
