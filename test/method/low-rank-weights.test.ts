// Weights moved by a product of low rank: PyTorch's values, and towers that start as plain CLIP.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { concat } from '../../src/graph/ops/concat.ts';
import { linear } from '../../src/graph/ops/linear.ts';
import { reshape } from '../../src/graph/ops/reshape.ts';
import { slice } from '../../src/graph/ops/slice.ts';
import { transpose } from '../../src/graph/ops/transpose.ts';
import { constant, type Tensor } from '../../src/graph/tensor.ts';
import { adaptedTower, initialLowRankWeights } from '../../src/method/low-rank-weights.ts';
import type { Block } from '../../src/nn/block.ts';
import { tinyClip, tinySizes } from '../support/tiny-clip.ts';
import { arrayOf, expectReference, promptKinds } from './prompt-kinds-reference.ts';

for (const wanted of promptKinds.lowRankWeights) {
  const [layers, , rank, width] = wanted.inputs.down!.shape as [number, number, number, number];
  test(`query, key and value of ${layers} layers at rank ${rank} and their gradients are PyTorch's`, async () => {
    const [weights, biases] = [constant(arrayOf(wanted.weights)), constant(arrayOf(wanted.biases))];
    const cut = (x: Tensor, layer: number, matrix: number) =>
      reshape(slice(slice(x, 0, layer, layer + 1), 1, matrix, matrix + 1), x.shape.slice(2));
    const [model] = tinyClip().weights.text.blocks;
    const blocks = Array.from({ length: layers }, (_, layer): Block => {
      const own = (matrix: number) => ({ weight: cut(weights, layer, matrix), bias: cut(biases, layer, matrix) });
      const { output } = model!.attention;
      return { ...model!, attention: { query: own(0), key: own(1), value: own(2), output } };
    });
    await expectReference(wanted, ({ down, up }) => {
      const pair = (x: Tensor) => reshape(x, [layers, 3, 1, rank, width]);
      const factors = concat([pair(down!), pair(transpose(up!))], 2);
      const moved = adaptedTower({ blocks }, factors).blocks.flatMap(({ attention: { query, key, value } }) =>
        [query, key, value].map(({ weight, bias }) => linear(constant(arrayOf(wanted.x)), weight, 'out-in', bias)),
      );
      return reshape(concat(moved, 0), wanted.value.shape);
    });
  });
}

test('half of the factors start at zero, so that towers start as they are', () => {
  const { shape, data } = initialLowRankWeights(tinySizes.image, 2, random(1));
  assert.deepEqual(shape, [3, 3, 2, 2, 16]);
  const half = 2 * 16;
  data.forEach((value, at) => {
    assert.equal(value === 0, Math.floor(at / half) % 2 === 1, `element ${at}`);
  });
});
