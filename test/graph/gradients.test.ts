import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { float32, int64 } from '../../src/core/array.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { add } from '../../src/graph/ops/add.ts';
import { cast } from '../../src/graph/ops/cast.ts';
import { contractRowsOperator } from '../../src/graph/ops/contract-rows.ts';
import { exp } from '../../src/graph/ops/exp.ts';
import { greater } from '../../src/graph/ops/greater.ts';
import { layerNorm } from '../../src/graph/ops/layer-norm.ts';
import { linear } from '../../src/graph/ops/linear.ts';
import { matMul } from '../../src/graph/ops/mat-mul.ts';
import { mean } from '../../src/graph/ops/mean.ts';
import { multiply } from '../../src/graph/ops/multiply.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { topK } from '../../src/graph/ops/top-k.ts';
import { where } from '../../src/graph/ops/where.ts';
import { inOrder } from '../../src/graph/order.ts';
import { apply, constant, input, type Operator, scalar, type Tensor } from '../../src/graph/tensor.ts';
import { writeOnnx } from '../../src/onnx/model.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());

/** The value of a tensor of which every input is fed; arrays that it does not need are left out. */
async function compute(tensor: Tensor, feeds: Readonly<Record<string, readonly number[]>> = {}): Promise<number[]> {
  const program = await engine.compile({ value: tensor });
  const needed = program.model.inputs.map(({ name, shape }) => {
    const data = feeds[name]!;
    return [name, float32(data, shape as readonly number[])] as const;
  });
  const { value } = await program.run(Object.fromEntries(needed));
  await program.release();
  return Array.from(value.data, Number);
}

const operatorsOf = (tensors: readonly Tensor[]) => inOrder(tensors).map(({ operator }) => operator);

test('adds up the shares of every use of a tensor', async () => {
  const x = input('x', []);
  const [slope] = gradients(add(multiply(x, x), add(x, exp(x))), [x]);
  assert.deepEqual(await compute(slope!, { x: [0] }), [2]);
  assert.deepEqual(await compute(slope!, { x: [1] }), [Math.fround(3 + Math.E)]);
});

test('gives one gradient for each target, in the order asked, and the same for one asked twice', async () => {
  const [x, y] = [input('x', []), input('y', [])];
  const found = gradients(multiply(x, multiply(y, y)), [y, x, y]);
  assert.equal(found[0], found[2]);
  assert.deepEqual(await compute(found[0]!, { x: [3], y: [2] }), [12]);
  assert.deepEqual(await compute(found[1]!, { x: [3], y: [2] }), [4]);
});

test('differentiates with respect to a tensor in the middle, and to the loss itself', async () => {
  const x = input('x', []);
  const middle = exp(x);
  const loss = multiply(middle, middle);
  const [byMiddle, byLoss] = gradients(loss, [middle, loss]);
  assert.deepEqual(await compute(byMiddle!, { x: [0] }), [2]);
  assert.deepEqual(await compute(byLoss!), [1]);
});

test('takes an input that was made twice for one', async () => {
  const first = input('x', []);
  const loss = multiply(first, multiply(input('x', []), input('y', [])));
  const [slope] = gradients(loss, [first]);
  assert.deepEqual(await compute(slope!, { x: [3], y: [5] }), [30]);
  const [another] = gradients(loss, [input('x', [])]);
  assert.deepEqual(await compute(another!, { x: [3], y: [5] }), [30]);
});

test('gives frozen weights no nodes', () => {
  const x = input('prompt', [3, 8]);
  const matrices = [input('w1', [8, 8]), input('w2', [8, 8])];
  const y = matrices.reduce((hidden, matrix) => exp(linear(hidden, matrix, 'out-in')), x);
  const loss = mean(y);
  const frozen = gradients(loss, [x]);
  assert.equal(operatorsOf(frozen).filter((operator) => operator === contractRowsOperator).length, 0);
  assert.equal(writeOnnx({ gradient: frozen[0]! }).operators.Gemm, 4, 'two maps forward, two back');
  const trained = gradients(loss, [x, ...matrices]);
  assert.equal(operatorsOf(trained).filter((operator) => operator === contractRowsOperator).length, 2);
});

test('walks only paths that lead to a target', () => {
  const [x, other] = [input('x', [2]), input('other', [2])];
  const noDerivative: Operator = {
    name: 'stone',
    infer: ([source]) => [{ shape: source!.shape, type: source!.type }],
    emit: ({ inputs }, emitter) => emitter.node('Identity', inputs),
  };
  const loss = reduceSum(multiply(exp(x), apply(noDerivative, [other])));
  assert.equal(gradients(loss, [x]).length, 1);
  assert.throws(() => gradients(loss, [other]), {
    code: 'graph',
    message: 'Cannot differentiate through stone: it has no derivative',
  });
});

test('refuses a loss that is not a floating-point scalar', () => {
  const x = input('x', ['B', 3]);
  const refused = { code: 'graph', message: /; expected a scalar of float32 or float64$/ };
  assert.throws(() => gradients(x, [x]), refused);
  assert.throws(() => gradients(x, [x]), /float32 \[B, 3\]/);
  assert.throws(() => gradients(constant(int64([1], [])), [x]), refused);
});

test('refuses a target that the loss does not depend on, and says which', () => {
  const [x, unused] = [input('x', [2]), input('unused', [3])];
  assert.throws(() => gradients(reduceSum(x), [x, unused]), {
    code: 'graph',
    message: /target 1 \(input float32 \[3\]\): the loss does not depend on it/,
  });
});

test('lets no gradient through comparisons and whole numbers', async () => {
  const x = input('x', [2]);
  assert.throws(() => gradients(reduceSum(cast(greater(x, scalar(0)), 'float32')), [x]), /does not depend on it/);
  assert.throws(() => gradients(reduceSum(cast(topK(x, 1).indices, 'float32')), [x]), /does not depend on it/);
  const [gradient] = gradients(reduceSum(where(greater(x, scalar(2)), multiply(x, x), scalar(0))), [x]);
  assert.deepEqual(await compute(gradient!, { x: [1, 3] }), [0, 6]);
});

test('gives gradients of the shape of their target wherever it was stretched', () => {
  const [row, column] = [input('row', [4]), input('column', [3, 1])];
  const x = input('x', ['B', 3, 4]);
  const found = gradients(mean(multiply(multiply(x, row), column)), [x, row, column]);
  assert.deepEqual(
    found.map(({ shape }) => shape),
    [['B', 3, 4], [4], [3, 1]],
  );
});

test('differentiates a gradient again', async () => {
  const x = input('x', []);
  const cube = multiply(x, multiply(x, x));
  const [first] = gradients(cube, [x]);
  const [second] = gradients(first!, [x]);
  const [third] = gradients(second!, [x]);
  assert.deepEqual(await compute(second!, { x: [5] }), [30]);
  assert.deepEqual(await compute(third!, { x: [5] }), [6]);
});

test('differentiates a contrast of every image with every text of the batch', async () => {
  const [images, texts] = [input('images', ['B', 2]), input('texts', ['B', 2])];
  const logits = linear(images, texts, 'out-in');
  assert.deepEqual(logits.shape, ['B', 'B']);
  const found = gradients(mean(multiply(logits, logits)), [images, texts]);
  const program = await engine.compile({ byImage: found[0]!, byText: found[1]! });
  const feeds = { images: float32([1, 0, 0, 1], [2, 2]), texts: float32([1, 2, 3, 4], [2, 2]) };
  const { byImage, byText } = await program.run(feeds);
  // Of the mean of L^2 over all four pairs, with L = I T' = T': dI = L T / 2, dT = L' I / 2 = T / 2.
  assert.deepEqual(Array.from(byImage.data, Number), [5, 7, 7, 10]);
  assert.deepEqual(Array.from(byText.data, Number), [0.5, 1, 1.5, 2]);
});

test('refuses a layer norm whose scale has another type', () => {
  const x = input('x', [2, 4]);
  const scale = input('scale', [4], 'float64');
  assert.throws(() => layerNorm(x, scale, input('bias', [4]), 1e-5), { code: 'shape', message: /layerNorm/ });
});

test('says which operator gave a gradient of a wrong shape', () => {
  const wrong: Operator = {
    name: 'crooked',
    infer: ([source]) => [{ shape: source!.shape, type: source!.type }],
    emit: ({ inputs }, emitter) => emitter.node('Identity', inputs),
    derive: () => [scalar(1)],
  };
  const x = input('x', [2]);
  assert.throws(() => gradients(reduceSum(apply(wrong, [x])), [x]), /crooked gave float32 \[\] as the gradient of/);
});

test('differentiates a batched matrix product with a matrix that is shared', async () => {
  const [a, b] = [input('a', ['B', 1, 2]), input('b', [2, 1])];
  const [slope] = gradients(reduceSum(matMul(a, b)), [b]);
  const program = await engine.compile({ slope: slope! });
  const { slope: value } = await program.run({ a: float32([1, 2, 3, 4], [2, 1, 2]) });
  assert.deepEqual(Array.from(value.data, Number), [4, 6]);
});
