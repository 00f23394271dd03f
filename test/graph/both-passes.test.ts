import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matricesOfBothPasses } from '../../src/graph/both-passes.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { add } from '../../src/graph/ops/add.ts';
import { linear } from '../../src/graph/ops/linear.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { silu } from '../../src/graph/ops/silu.ts';
import { inOrder } from '../../src/graph/order.ts';
import { input, type StoredArray, weight } from '../../src/graph/tensor.ts';
import { writeOnnx } from '../../src/onnx/model.ts';
import { readModel } from '../onnx/read-model.ts';

const file: StoredArray['file'] = { name: 'w', source: 'w.safetensors' };
const matrix = (begin: number) =>
  weight({ name: `w${begin}`, file, type: 'float32', shape: [4, 4], begin, end: begin + 64 });

/** The pixels' side of the first map is frozen: its matrix has no use backward, that of the second has. */
function outputs() {
  const prompt = input('prompt', [4]);
  const x = add(linear(input('x', ['B', 4]), matrix(0), 'out-in'), prompt);
  const loss = reduceSum(silu(linear(x, matrix(64), 'out-in')));
  return { loss, slope: gradients(loss, [prompt])[0]! };
}

test('finds the weights that linear maps apply both ways round', () => {
  const found = new Set(matricesOfBothPasses(inOrder(Object.values(outputs()))));
  assert.deepEqual(
    [...found].map(({ attributes }) => (attributes.stored as StoredArray).name),
    ['w64'],
  );
});

test('counts a weight that was made twice as one', () => {
  const x = input('x', ['B', 4]);
  const found = matricesOfBothPasses(
    inOrder([linear(x, matrix(0), 'out-in'), linear(x, matrix(0), 'in-out'), linear(x, matrix(64), 'out-in')]),
  );
  assert.equal(found.length, 2);
  assert.ok(found.every(({ attributes }) => (attributes.stored as StoredArray).name === 'w0'));
});

test('leaves them to the runtime as they lie: inputs of the model with values of their own, which nobody has to feed', () => {
  const model = writeOnnx(outputs());
  const { initializers, inputs } = readModel(model.bytes);
  const kept = initializers.filter(({ name }) => inputs.includes(name));
  assert.deepEqual(
    kept.map(({ external }) => external.offset),
    ['64'],
  );
  assert.deepEqual(
    model.inputs.map(({ name }) => name),
    ['x', 'prompt'],
  );
});
