import assert from 'node:assert/strict';
import test from 'node:test';
import { brierScore, negativeLogLikelihood } from '../../src/metrics/probability-scores.ts';

const one = (probabilities: readonly number[], label: number) => ({
  classes: probabilities.map(String),
  probabilities: Float64Array.from(probabilities),
  labels: [label],
});

test('adds up squared distances over all classes, not only the true one', () => {
  assert.ok(Math.abs(brierScore(one([0.7, 0.2, 0.1], 0)) - (0.09 + 0.04 + 0.01)) < 1e-15);
  assert.equal(brierScore(one([1, 0], 0)), 0);
  assert.equal(brierScore(one([1, 0], 1)), 2);
});

test('charges the true class alone by its logarithm', () => {
  assert.equal(negativeLogLikelihood(one([0.25, 0.75], 0)), Math.log(4));
  assert.equal(negativeLogLikelihood(one([1, 0], 0)), 0);
  // A float32 softmax may say a little more than 1: that earns nothing.
  assert.equal(negativeLogLikelihood(one([1.0000001, 0], 0)), 0);
});

test('is best of all for the true probabilities', () => {
  // Of four faces three are of the first class: saying so beats saying anything else.
  const said = (first: number) => {
    const rows = [0, 0, 0, 1];
    const given = {
      classes: ['a', 'b'],
      labels: rows,
      probabilities: Float64Array.from(rows.flatMap(() => [first, 1 - first])),
    };
    return [brierScore(given), negativeLogLikelihood(given)] as const;
  };
  for (const other of [0.5, 0.7, 0.8, 0.99]) {
    assert.ok(said(0.75)[0] < said(other)[0] && said(0.75)[1] < said(other)[1], `${other}`);
  }
});
