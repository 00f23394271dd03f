import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Shape } from '../../src/core/shape.ts';
import { cost } from '../../src/graph/cost.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { add } from '../../src/graph/ops/add.ts';
import { contractRows } from '../../src/graph/ops/contract-rows.ts';
import { exp } from '../../src/graph/ops/exp.ts';
import { gather } from '../../src/graph/ops/gather.ts';
import { linear } from '../../src/graph/ops/linear.ts';
import { matMul } from '../../src/graph/ops/mat-mul.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { reshape } from '../../src/graph/ops/reshape.ts';
import { topK } from '../../src/graph/ops/top-k.ts';
import { transpose } from '../../src/graph/ops/transpose.ts';
import { input } from '../../src/graph/tensor.ts';

const x = (shape: Shape) => input(`x${shape.join('x')}`, shape);

test('counts two operations for each multiplication with an addition', () => {
  assert.equal(cost([linear(x(['B', 5, 4]), x([3, 4]), 'out-in')], 2).operations, 2 * (2 * 5 * 3) * 4);
  assert.equal(cost([linear(x([4]), x([4, 3]), 'in-out')], 2).operations, 2 * 3 * 4);
  assert.equal(cost([linear(x(['B', 4]), x([4, 3]), 'in-out', x([3]))], 2).operations, 2 * 6 * 4 + 6);
  assert.equal(cost([matMul(x(['B', 2, 6]), x([6, 3]))], 5).operations, 2 * (5 * 2 * 3) * 6);
  assert.equal(cost([contractRows(x(['B', 7, 3]), x(['B', 7, 2]))], 4).operations, 2 * (3 * 2) * (4 * 7));
});

test('counts one operation for each element otherwise, none for moving elements', () => {
  assert.equal(cost([exp(x(['B', 3]))], 4).operations, 12);
  assert.equal(cost([add(x(['B', 3]), x([3]))], 4).operations, 12);
  assert.equal(cost([reduceSum(x([5, 3]))], 1).operations, 15);
  assert.equal(cost([transpose(reshape(x([4, 3]), [2, 6]))], 1).operations, 0);
});

test('counts the bytes that are read and written', () => {
  assert.equal(cost([add(x(['B', 3]), x([3]))], 2).bytes, 4 * (6 + 3 + 6));
  assert.equal(cost([exp(input('double', [3], 'float64'))], 1).bytes, 8 * (3 + 3));
  assert.equal(cost([reshape(x([4, 3]), [12])], 1).bytes, 0);
  assert.equal(cost([topK(x([2, 5]), 2).values], 1).bytes, 4 * 10 + 4 * 4 + 8 * 4);
});

test('counts of a table only the rows that are gathered', () => {
  const rows = gather(x([49408, 512]), input('tokens', ['B', 77], 'int64'));
  assert.equal(cost([rows], 1).bytes, 2 * (77 * 512 * 4) + 77 * 8);
});

test('counts equal tensors and shared inputs once', () => {
  const y = () => exp(x([8]));
  const once = cost([y()], 1);
  assert.deepEqual(cost([y(), y()], 1), once);
  assert.equal(cost([add(y(), y())], 1).operations, 2 * once.operations);
});

test('counts nothing for inputs alone, and the same twice for a linear map and its input gradient', () => {
  assert.deepEqual(cost([x([100])], 1), { operations: 0, bytes: 0 });
  const image = x(['B', 8]);
  const y = linear(image, x([5, 8]), 'out-in');
  const forward = cost([y], 3).operations;
  const [gradient] = gradients(reduceSum(y), [image]);
  assert.equal(cost([gradient!], 3).operations, forward);
});
