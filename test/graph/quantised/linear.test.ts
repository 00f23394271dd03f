// A linear map in whole numbers, beside the same in float32.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32, type NumericArray } from '../../../src/core/array.ts';
import { random } from '../../../src/core/random.ts';
import { linear } from '../../../src/graph/ops/linear.ts';
import { quantisedLinear, standardQuantisedLinear } from '../../../src/graph/quantised/linear.ts';
import { quantiseMatrix } from '../../../src/graph/quantised/matrix.ts';
import { constant, input } from '../../../src/graph/tensor.ts';
import { writeOnnx } from '../../../src/onnx/model.ts';
import { evaluate } from '../../support/evaluate.ts';

const source = random(4);
const gaussian = (
  name: string,
  shape: readonly [number, number],
  scaleOf = (_row: number) => 1,
): NumericArray<'float32'> => {
  const stream = source.split(name);
  return float32(
    Float32Array.from({ length: shape[0] * shape[1] }, (_, at) => scaleOf(Math.floor(at / shape[1])) * stream.normal()),
    shape,
  );
};

const matrix = gaussian('matrix', [24, 64]);
const bias = constant(
  float32(
    Float32Array.from({ length: 24 }, (_, at) => at / 10),
    [24],
  ),
);

const noBias = constant(float32(new Float32Array(24), [24]));

async function both(x: NumericArray, weights = matrix, added = bias) {
  const rows = input('x', x.shape);
  const quantised = quantiseMatrix(weights, 'out-in');
  const outputs = {
    exact: linear(rows, constant(weights), 'out-in', added),
    whole: quantisedLinear(rows, quantised, added),
    standard: standardQuantisedLinear(rows, quantised, added),
  };
  const { exact, whole, standard } = await evaluate(outputs, { x });
  assert.ok(relativeError(standard.data as Float32Array, whole.data as Float32Array) < 1e-6, 'both products are one');
  return { exact: exact.data as Float32Array, whole: whole.data as Float32Array };
}

const relativeError = (exact: Float32Array, whole: Float32Array): number => {
  const difference = exact.map((value, at) => value - whole[at]!);
  const length = (values: Float32Array) => Math.hypot(...values);
  return length(difference) / (length(exact) || 1);
};

test('is within two percent of float32', async () => {
  const { exact, whole } = await both(gaussian('x', [50, 64]), matrix, noBias);
  const error = relativeError(exact, whole);
  assert.ok(error > 0.001 && error < 0.02, `${error}`);
});

test('is as good for rows of very different size: none vanishes', async () => {
  const x = gaussian('sizes', [8, 64], (row) => 10 ** (row - 5));
  const { exact, whole } = await both(x, matrix, noBias);
  for (let row = 0; row < 8; row++) {
    const own = (values: Float32Array) => values.slice(row * 24, (row + 1) * 24);
    assert.ok(relativeError(own(exact), own(whole)) < 0.03, `row ${row}`);
  }
});

test('a row of zeros gives the bias, an output of zeros too', async () => {
  const { whole } = await both(float32(new Float32Array(64), [1, 64]));
  assert.deepEqual([...whole], [...(bias.attributes.array as NumericArray).data]);
  const weights = float32(new Float32Array(24 * 64), [24, 64]);
  const { whole: zero } = await both(gaussian('x', [1, 64]), weights);
  assert.deepEqual([...zero], [...(bias.attributes.array as NumericArray).data]);
});

test("a row's result does not depend on the others", async () => {
  const x = gaussian('x', [5, 64]);
  const { whole: together } = await both(x);
  for (let row = 0; row < 5; row++) {
    const alone = float32((x.data as Float32Array).slice(row * 64, (row + 1) * 64), [1, 64]);
    assert.deepEqual((await both(alone)).whole, together.slice(row * 24, (row + 1) * 24));
  }
});

test('whole numbers stay so small that pairs of products fit into 16 bits', () => {
  const { values, scales } = quantiseMatrix(matrix, 'out-in');
  const { type, shape, data } = values.attributes.array as NumericArray;
  assert.deepEqual([type, shape, scales.shape], ['int8', [64, 24], [24]]);
  const largest = (data as Int8Array).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  assert.equal(largest, 63);
  assert.ok(2 * 255 * largest < 2 ** 15);
});

test('exact numbers come out exact', async () => {
  // Powers of two at the limits: nothing has to be rounded.
  const weights = float32(
    Float32Array.from({ length: 24 * 64 }, (_, at) => (at % 3 === 0 ? 63 : -21)),
    [24, 64],
  );
  const x = float32(
    Float32Array.from({ length: 64 }, (_, at) => (at % 2 === 0 ? 127 : -64)),
    [1, 64],
  );
  const { exact, whole } = await both(x, weights);
  exact.forEach((value, at) => {
    assert.ok(Math.abs(value - whole[at]!) <= 1e-6 * Math.abs(value));
  });
});

test('a matrix in either layout gives the same product, with a bias and without', async () => {
  const x = gaussian('x', [9, 64]);
  const turned = new Float32Array(24 * 64);
  for (let row = 0; row < 24; row++)
    for (let column = 0; column < 64; column++)
      turned[column * 24 + row] = (matrix.data as Float32Array)[row * 64 + column]!;
  const rows = input('x', x.shape);
  const { a, b, plain } = await evaluate(
    {
      a: quantisedLinear(rows, quantiseMatrix(matrix, 'out-in'), noBias),
      b: quantisedLinear(rows, quantiseMatrix(float32(turned, [64, 24]), 'in-out'), noBias),
      plain: quantisedLinear(rows, quantiseMatrix(matrix, 'out-in')),
    },
    { x },
  );
  assert.deepEqual(a.data, b.data);
  assert.deepEqual(a.data, plain.data);
});

test('rows that several maps read are quantised once', () => {
  const x = input('x', ['B', 4, 64]);
  const maps = ['q', 'k', 'v'].map((name) => quantisedLinear(x, quantiseMatrix(gaussian(name, [24, 64]), 'out-in')));
  const model = writeOnnx({ q: maps[0]!, k: maps[1]!, v: maps[2]! });
  assert.equal(model.operators.QuantizeLinear, 1);
  assert.equal(model.operators['com.microsoft.MatMulIntegerToFloat'], 3);
});
