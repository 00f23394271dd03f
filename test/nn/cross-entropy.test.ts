// Cross-entropy by hand: chance, certainty, soft targets, one class, scores that would overflow.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float64 } from '../../src/core/array.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { input } from '../../src/graph/tensor.ts';
import { crossEntropy } from '../../src/nn/cross-entropy.ts';
import { expectClose } from '../contract/expect.ts';
import { evaluate, rows, scalarOf } from '../support/evaluate.ts';
import { tolerances } from '../tolerances.ts';

const near = (found: number, wanted: number) => expectClose([found], [wanted], tolerances.golden64, 'cross-entropy');

test('is ln C at chance', async () => {
  for (const count of [2, 7, 8]) {
    const equal = new Array<number>(count).fill(-3.5);
    const target = equal.map((_, index) => (index === 1 ? 1 : 0));
    near(await scalarOf(crossEntropy(rows(equal, equal), rows(target, target))), Math.log(count));
  }
});

test('is the mean over rows of -log softmax at the target', async () => {
  const found = await scalarOf(crossEntropy(rows([1, 2, 3], [0, 0, 5]), rows([0, 1, 0], [1, 0, 0])));
  const first = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3)) - 2;
  const second = Math.log(2 + Math.exp(5));
  near(found, (first + second) / 2);
});

test('weighs soft targets', async () => {
  const found = await scalarOf(crossEntropy(rows([1, 2]), rows([0.25, 0.75])));
  near(found, Math.log(Math.exp(1) + Math.exp(2)) - 0.25 * 1 - 0.75 * 2);
});

test('is zero for one class and for certain answers, and finite where scores are huge', async () => {
  assert.equal(Math.abs(await scalarOf(crossEntropy(rows([42], [-1]), rows([1], [1])))), 0);
  assert.equal(Math.abs(await scalarOf(crossEntropy(rows([1000, 0]), rows([1, 0])))), 0);
  assert.equal(await scalarOf(crossEntropy(rows([1000, 0]), rows([0, 1]))), 1000);
});

test('its gradient is (softmax - target) / B', async () => {
  const scores = input('scores', ['B', 3], 'float64');
  const [slope] = gradients(crossEntropy(scores, input('targets', ['B', 3], 'float64')), [scores]);
  const feeds = { scores: float64([0, 0, 0, 1, 1, 1], [2, 3]), targets: float64([0, 1, 0, 0.5, 0, 0.5], [2, 3]) };
  const found = await evaluate({ slope: slope! }, feeds);
  const third = 1 / 3;
  const wanted = [third, third - 1, third, third - 0.5, third, third - 0.5].map((value) => value / 2);
  expectClose(found.slope.data, wanted, tolerances.golden64, 'gradient');
});
