import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add } from '../../src/graph/ops/add.ts';
import { exp } from '../../src/graph/ops/exp.ts';
import { multiply } from '../../src/graph/ops/multiply.ts';
import { negate, negateOperator } from '../../src/graph/ops/negate.ts';
import { topK } from '../../src/graph/ops/top-k.ts';
import { rewrite } from '../../src/graph/rewrite.ts';
import { input, type Tensor } from '../../src/graph/tensor.ts';
import { evaluate, rows } from '../support/evaluate.ts';

const keep = () => undefined;

test('keeps the very tensors where nothing is replaced', () => {
  const x = input('x', [2, 3]);
  const outputs = { a: exp(x), b: add(x, negate(x)) };
  const found = rewrite(outputs, keep);
  assert.equal(found.a, outputs.a);
  assert.equal(found.b, outputs.b);
});

test('replaces a tensor wherever it is used, once', async () => {
  const x = rows([1, 2, 3]);
  const shared = negate(x);
  let calls = 0;
  const found = rewrite({ a: add(shared, x), b: multiply(shared, shared) }, ({ operator }, [inner]) => {
    if (operator !== negateOperator) return undefined;
    calls++;
    return multiply(inner!, inner!);
  });
  assert.equal(calls, 1);
  const { a, b } = await evaluate(found);
  assert.deepEqual([...a.data], [2, 6, 12]);
  assert.deepEqual([...b.data], [1, 16, 81]);
});

test('hands over inputs as they have become', async () => {
  const found = rewrite({ y: negate(negate(rows([5]))) }, ({ operator }, [inner]) =>
    operator === negateOperator ? add(inner!, rows([1])) : undefined,
  );
  assert.deepEqual([...(await evaluate(found)).y.data], [7]);
});

test('keeps apart the outputs of one operator', async () => {
  const replaceInput = ({ operator }: Tensor) => (operator === negateOperator ? rows([3, 9, 4]) : undefined);
  const { values, indices } = topK(negate(rows([1, 2, 3])), 2);
  const found = await evaluate(rewrite({ values, indices }, replaceInput));
  assert.deepEqual([...found.values.data], [9, 4]);
  assert.deepEqual([...found.indices.data], [1n, 2n]);
});
