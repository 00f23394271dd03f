import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applications } from '../../src/graph/applications.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { add } from '../../src/graph/ops/add.ts';
import { exp } from '../../src/graph/ops/exp.ts';
import { negate } from '../../src/graph/ops/negate.ts';
import { inOrder } from '../../src/graph/order.ts';
import { input, type Tensor } from '../../src/graph/tensor.ts';
import { writeOnnx } from '../../src/onnx/model.ts';

const deep = 50_000;

function chain(): { x: Tensor; y: Tensor } {
  const x = input('x', []);
  let y = x;
  for (let depth = 0; depth < deep; depth++) y = negate(y);
  return { x, y };
}

test('puts each tensor once, after its inputs, and all results among them', () => {
  const wiring = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(wiring, fc.nat(), (pairs, other) => {
      const made: Tensor[] = [input('x', [])];
      for (const [left, right] of pairs) made.push(add(made[left % made.length]!, made[right % made.length]!));
      const results = [made.at(-1)!, made[other % made.length]!];
      const ordered = inOrder(results);
      assert.equal(new Set(ordered).size, ordered.length);
      const place = new Map(ordered.map((tensor, index) => [tensor, index]));
      for (const tensor of ordered) {
        for (const source of tensor.inputs) assert.ok(place.get(source)! < place.get(tensor)!);
      }
      for (const result of results) assert.ok(place.has(result));
    }),
  );
});

test('leaves out what no result needs', () => {
  const x = input('x', []);
  const unused = exp(x);
  assert.ok(!inOrder([negate(x)]).includes(unused));
  assert.deepEqual(inOrder([]), []);
});

test('orders, differentiates and writes a chain of 50,000 tensors', () => {
  const { x, y } = chain();
  assert.equal(inOrder([y]).length, deep + 1);
  const [gradient] = gradients(y, [x]);
  assert.equal(inOrder([gradient!]).length, deep + 1);
  assert.equal(writeOnnx({ y, gradient: gradient! }).operators.Neg, 2 * deep);
});

test('counts equal applications once, and tells outputs of one operator apart', () => {
  const x = input('x', []);
  const found = applications([add(exp(x), exp(input('x', []))), exp(x)]);
  assert.deepEqual(
    found.map(({ tensor, inputs }) => [tensor.operator.name, ...inputs]),
    [['input'], ['exp', '0'], ['add', '1', '1']],
  );
});
