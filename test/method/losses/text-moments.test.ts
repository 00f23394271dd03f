// The distance of moments, by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float64 } from '../../../src/core/array.ts';
import { constant } from '../../../src/graph/tensor.ts';
import { textMoments } from '../../../src/method/losses/text-moments.ts';
import { evaluate } from '../../support/evaluate.ts';

const rows = (...values: readonly (readonly number[])[]) =>
  constant(float64(values.flat(), [values.length, values[0]!.length]));

test('it is 0 where the vectors are the hard prompts, of any length, in any order', async () => {
  const hard = rows([3, 0], [0, 2]);
  const found = await evaluate({ same: textMoments(rows([0, 5], [1, 0]), hard) }, {});
  assert.ok(Math.abs(Number(found.same.data[0])) < 1e-12);
});

test('it adds the squared distances of the means and of the covariances', async () => {
  // Hard prompts (1, 0) and (0, 1): mean (1/2, 1/2), covariance [[1/4, -1/4], [-1/4, 1/4]].
  // Vectors (1, 0) and (-1, 0): mean 0, covariance [[1, 0], [0, 0]].
  const found = await evaluate({ far: textMoments(rows([1, 0], [-1, 0]), rows([1, 0], [0, 1])) }, {});
  const wanted = 1 / 2 + (9 / 16 + 3 / 16);
  assert.ok(Math.abs(Number(found.far.data[0]) - wanted) < 1e-12);
});
