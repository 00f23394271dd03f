// A graph's frozen matrices in whole numbers: which, in which passes, and that they are read once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32, type NumericArray } from '../../../src/core/array.ts';
import { random } from '../../../src/core/random.ts';
import { gradients } from '../../../src/graph/gradients.ts';
import { add } from '../../../src/graph/ops/add.ts';
import { cast } from '../../../src/graph/ops/cast.ts';
import { exp } from '../../../src/graph/ops/exp.ts';
import { linear, linearOperator } from '../../../src/graph/ops/linear.ts';
import { reduceSum } from '../../../src/graph/ops/reduce-sum.ts';
import { reshape } from '../../../src/graph/ops/reshape.ts';
import { tanh } from '../../../src/graph/ops/tanh.ts';
import { transpose } from '../../../src/graph/ops/transpose.ts';
import { inOrder } from '../../../src/graph/order.ts';
import {
  quantisedLinear,
  quantisedLinearOperator,
  standardQuantisedLinear,
} from '../../../src/graph/quantised/linear.ts';
import { quantise } from '../../../src/graph/quantised/quantise.ts';
import { constant, input, isResultOf, type StoredArray, type Tensor, weight } from '../../../src/graph/tensor.ts';
import { writeOnnx } from '../../../src/onnx/model.ts';
import { evaluate } from '../../support/evaluate.ts';

const source = random(5);
const gaussian = (name: string, shape: readonly [number, number]): NumericArray<'float32'> =>
  float32(Float32Array.from({ length: shape[0] * shape[1] }, source.split(name).normal), shape);
const matrix = gaussian('matrix', [24, 64]);
const bias = constant(float32(new Float32Array(24).fill(0.5), [24]));
const x = input('x', ['B', 4, 64]);
const noFile = () => Promise.reject(new Error('read'));
const quantised = (outputs: Record<string, Tensor>) => quantise(outputs, quantisedLinear, noFile);
const named = async (tensor: Tensor) => (await quantised({ y: tensor })).y!.operator.name;

test('replaces maps with a bias and a constant matrix; leaves all others', async () => {
  const fixed = constant(matrix);
  assert.equal(await named(linear(x, fixed, 'out-in', bias)), 'quantisedLinear');
  assert.equal(await named(linear(x, transpose(fixed), 'in-out', bias)), 'quantisedLinear');
  assert.equal(await named(linear(x, fixed, 'out-in')), 'linear');
  assert.equal(
    await named(linear(x, reshape(constant({ ...matrix, shape: [24, 8, 8] }), [24, 64]), 'out-in', bias)),
    'linear',
  );
  assert.equal(await named(linear(x, input('w', [24, 64]), 'out-in', bias)), 'linear');
});

test('keeps shapes with a batch, uses standard operators where asked to, and stores a matrix that is used twice once', async () => {
  const fixed = constant(matrix);
  const maps = { y: linear(x, fixed, 'out-in', bias), z: linear(input('rows', [3, 64]), fixed, 'out-in', bias) };
  const { y, z } = await quantise(maps, standardQuantisedLinear, noFile);
  assert.deepEqual(y.shape, ['B', 4, 24]);
  assert.deepEqual(z.shape, [3, 24]);
  const model = writeOnnx({ y, z });
  assert.equal(model.operators.MatMulInteger, 2);
  assert.ok(model.bytes.length < 2 * 24 * 64 + 4000, `${model.bytes.length}`);
});

test('a gradient that was built before is quantised too, and points where the exact one does', async () => {
  const rows = input('rows', [5, 64]);
  const loss = reduceSum(
    tanh(
      linear(
        tanh(linear(rows, constant(matrix), 'out-in', bias)),
        constant(gaussian('second', [8, 24])),
        'out-in',
        constant(float32(new Float32Array(8), [8])),
      ),
    ),
  );
  const [slope] = gradients(loss, [rows]);
  const whole = await quantised({ slope: slope! });
  const products = inOrder([whole.slope!]).filter((tensor) => isResultOf(tensor, quantisedLinearOperator));
  assert.equal(inOrder([whole.slope!]).filter((tensor) => isResultOf(tensor, linearOperator)).length, 0);
  assert.equal(products.length, 4);
  const feeds = {
    rows: float32(
      (gaussian('rows', [5, 64]).data as Float32Array).map((each) => each / 8),
      [5, 64],
    ),
  };
  const { exact, near } = await evaluate({ exact: slope!, near: whole.slope! }, feeds);
  const [a, b] = [exact.data as Float32Array, near.data as Float32Array];
  const dot = (left: Float32Array, right: Float32Array) => left.reduce((sum, each, at) => sum + each * right[at]!, 0);
  const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  assert.ok(cosine > 0.999 && cosine < 0.9999999, `${cosine}`);
});

test('reads a stored matrix once for both passes, through a widening and a turn', async () => {
  const file = { name: 'w', source: new Uint8Array(64) };
  const stored: StoredArray = { name: 'w', file, type: 'float16', shape: [64, 24], begin: 0, end: 64 * 24 * 2 };
  let reads = 0;
  const read = async (found: StoredArray) => {
    reads++;
    assert.equal(found, stored);
    return gaussian('stored', [64, 24]);
  };
  const rows = input('rows', [5, 64]);
  const fixed = transpose(cast(weight(stored), 'float32'));
  const y = linear(rows, fixed, 'out-in', bias);
  const [slope] = gradients(reduceSum(exp(y)), [rows]);
  const whole = await quantise({ y, slope: slope! }, quantisedLinear, read);
  assert.equal(reads, 1);
  const direct = await quantise(
    { y: linear(rows, constant(gaussian('stored', [64, 24])), 'in-out', bias) },
    quantisedLinear,
    noFile,
  );
  const feeds = { rows: gaussian('rows', [5, 64]) };
  const found = await evaluate({ y: whole.y, z: direct.y }, feeds);
  assert.deepEqual(found.y.data, found.z.data);
  assert.ok(!inOrder([whole.y, whole.slope]).some(({ operator }) => operator.name === 'weight'), 'no float is left');
});

test('leaves a graph without frozen maps as it is', async () => {
  const outputs = { y: add(x, x) };
  assert.equal((await quantised(outputs)).y, outputs.y);
});
