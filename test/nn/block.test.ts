// A residual block: prompts as extra keys are exactly prompts appended and dropped, and the value path is attention to oneself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32, float64 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { concat } from '../../src/graph/ops/concat.ts';
import { expand } from '../../src/graph/ops/expand.ts';
import { multiply } from '../../src/graph/ops/multiply.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { reshape } from '../../src/graph/ops/reshape.ts';
import { slice } from '../../src/graph/ops/slice.ts';
import { constant, input, type Tensor } from '../../src/graph/tensor.ts';
import { gelu, quickGelu } from '../../src/nn/activation.ts';
import { type Block, type BlockOptions, block, norm, valuePath } from '../../src/nn/block.ts';
import { writeOnnx } from '../../src/onnx/model.ts';
import { expectClose } from '../contract/expect.ts';
import { engine, evaluate, valuesOf } from '../support/evaluate.ts';
import { gaussian, gaussianConstant } from '../support/tiny-clip.ts';
import { tolerances } from '../tolerances.ts';

const [rows, prompts, width, hidden] = [5, 3, 8, 11];
const source = random(6);
const vector = (length: number, centre = 0) => {
  const { data } = gaussian(source, [length], 0.2);
  return constant(
    float64(
      Array.from(data as Float64Array, (value) => centre + value),
      [length],
    ),
  );
};
const layer = (from: number, to: number) => ({
  weight: gaussianConstant(source, [to, from], 1 / Math.sqrt(from)),
  bias: vector(to),
});
const weights: Block = {
  attentionNorm: { scale: vector(width, 1), bias: vector(width) },
  attention: {
    query: layer(width, width),
    key: layer(width, width),
    value: layer(width, width),
    output: layer(width, width),
  },
  feedForwardNorm: { scale: vector(width, 1), bias: vector(width) },
  feedForward: { expand: layer(width, hidden), contract: layer(hidden, width) },
};
const options: BlockOptions = { heads: 2, activation: quickGelu, epsilon: 1e-5 };

/** Eq. 5 by the letter: append the prompts, run the block, drop what stands in their places. */
function appended(x: Tensor, p: Tensor): Tensor {
  const together = concat([x, expand(reshape(p, [1, prompts, width]), ['B', prompts, width])], 1);
  return slice(block(together, weights, options), 1, 0, rows);
}

test('prompts as extra keys equal prompts appended and dropped, and so do all gradients', async () => {
  const x = input('x', ['B', rows, width], 'float64');
  const p = input('p', [prompts, width], 'float64');
  const direction = input('direction', ['B', rows, width], 'float64');
  const outputs = [block(x, weights, { ...options, prompts: p }), appended(x, p)].map((y) => {
    const [dx, dp] = gradients(reduceSum(multiply(y, direction)), [x, p]);
    return { y, dx: dx!, dp: dp! };
  });
  const feeds = {
    x: gaussian(source, [2, rows, width]),
    p: gaussian(source, [prompts, width]),
    direction: gaussian(source, [2, rows, width]),
  };
  const [short, long] = [await evaluate(outputs[0]!, feeds), await evaluate(outputs[1]!, feeds)];
  for (const name of ['y', 'dx', 'dp'] as const) {
    assert.deepEqual(short[name].shape, long[name].shape);
    expectClose(short[name].data, long[name].data, tolerances.golden64, name);
  }
  assert.ok((short.dp.data as Float64Array).every((slope) => slope !== 0));
});

test('prompts are projected once, not once an item, and never fed forward', async () => {
  const x = input('x', ['B', rows, width], 'float64');
  const p = input('p', [prompts, width], 'float64');
  const products = (y: Tensor) => writeOnnx({ y }).operators.Gemm!;
  // Two more products: the prompts' keys and their values.
  assert.equal(products(block(x, weights, { ...options, prompts: p })) - products(block(x, weights, options)), 2);
});

test('prompts change every row', async () => {
  const x = constant(gaussian(source, [1, rows, width]));
  const p = constant(gaussian(source, [prompts, width]));
  const plain = await valuesOf(block(x, weights, options));
  const prompted = await valuesOf(block(x, weights, { ...options, prompts: p }));
  assert.ok(plain.every((value, index) => value !== prompted[index]));
});

test('the value path is what a row becomes when it is alone', async () => {
  const x = gaussian(source, [2, rows, width]);
  const path = await valuesOf(valuePath(constant(x), weights, options));
  // Every row as an item of its own: a softmax over one key is 1.
  const alone = await valuesOf(block(constant({ ...x, shape: [2 * rows, 1, width] }), weights, options));
  expectClose(path, alone, tolerances.golden64, 'value path');
});

test('takes the activation that it is given', async () => {
  const x = constant(gaussian(source, [1, rows, width]));
  const quick = await valuesOf(block(x, weights, options));
  const exact = await valuesOf(block(x, weights, { ...options, activation: gelu }));
  assert.notDeepEqual(quick, exact);
  expectClose(exact, quick, 0.05, 'the two activations, which are near each other');
});

test('epsilon stands inside the root, where it decides about rows of tiny variance', async () => {
  const data = [1e-3, -1e-3, 1e-3, -1e-3];
  const ones = { scale: constant(float64([1, 1, 1, 1], [4])), bias: constant(float64([0, 0, 0, 0], [4])) };
  const found = await valuesOf(norm(constant(float64(data, [1, 4])), ones, 1e-5));
  const wanted = data.map((value) => value / Math.sqrt(1e-6 + 1e-5));
  expectClose(found, wanted, tolerances.golden64, 'norm');
});

test('refuses prompts of another width or type', () => {
  const x = input('x', ['B', rows, width], 'float64');
  assert.throws(() => block(x, weights, { ...options, prompts: input('p', [2, width + 1], 'float64') }), /layerNorm/);
  const single = constant(float32(new Float32Array(2 * width), [2, width]));
  assert.throws(() => block(x, weights, { ...options, prompts: single }), /element types differ/);
});

test('runs with any number of items', async () => {
  const program = await engine.compile({ y: block(input('x', ['B', rows, width], 'float64'), weights, options) });
  const three = gaussian(source, [3, rows, width]);
  const { y } = await program.run({ x: three });
  const size = rows * width;
  for (let item = 0; item < 3; item++) {
    const own = float64((three.data as Float64Array).slice(item * size, (item + 1) * size), [1, rows, width]);
    const one = await program.run({ x: own });
    expectClose(one.y.data, y.data.slice(item * size, (item + 1) * size), tolerances.golden64, `item ${item}`);
  }
});
