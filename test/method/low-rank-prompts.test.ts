// Low-rank deep prompts and the drift correction: PyTorch's values, and numbers that are those of the graph.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32, float64 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { concat } from '../../src/graph/ops/concat.ts';
import { reshape } from '../../src/graph/ops/reshape.ts';
import { constant, type Tensor } from '../../src/graph/tensor.ts';
import { withoutDrift } from '../../src/method/drift-correction.ts';
import {
  initialFactors,
  lowRankContexts,
  shownVisualPrompts,
  visualPromptsOf,
} from '../../src/method/low-rank-prompts.ts';
import { expectClose } from '../contract/expect.ts';
import { valuesOf } from '../support/evaluate.ts';
import { tinySizes } from '../support/tiny-clip.ts';
import { tolerances } from '../tolerances.ts';
import { expectReference, promptKinds } from './prompt-kinds-reference.ts';

const flat = (x: Tensor): Tensor =>
  reshape(x, [x.shape.reduce<number>((product, length) => product * Number(length), 1)]);

for (const wanted of promptKinds.lowRank) {
  const { layers, rank, tokens, text, image, classes } = wanted.sizes;
  const config = { text: { width: text }, image: { width: image } };
  test(`${tokens} tokens of rank ${rank} in ${layers} layers and their gradients are PyTorch's`, async () => {
    await expectReference(wanted, ({ shared, words, faces, context }) => {
      const factors = concat([shared!, words!, faces!], 2);
      const { first, later } = lowRankContexts(context!, factors, config, classes);
      assert.deepEqual(
        later.map((rows) => rows?.shape),
        [undefined, ...new Array(layers - 1).fill([classes, tokens, text])],
      );
      const deep = later.flatMap((rows) => (rows ? [flat(rows)] : []));
      const visual = visualPromptsOf({ context: context!, factors }, config)!;
      assert.deepEqual(visual.shape, [layers, tokens, image]);
      return concat([flat(first), ...deep, flat(visual)], 0);
    });
  });
}

for (const [at, wanted] of promptKinds.drift.entries()) {
  test(`text without drift and its gradients are PyTorch's: case ${at}`, async () => {
    await expectReference(wanted, ({ text, hard }) => withoutDrift(text!, hard!));
  });
}

test('classes that all move alike move nowhere', async () => {
  const hard = float64([1, 0, 0, 1], [2, 2]);
  const turned = float64([0.6, 0.8, -0.8, 0.6], [2, 2]);
  const found = await valuesOf(withoutDrift(constant(turned), constant(hard)));
  expectClose([found[0]! + found[2]!, found[1]! + found[3]!], [1, 1], tolerances.golden64, 'sum over classes');
});

test('visual prompts of numbers are those of the graph, and start as other prompts do', async () => {
  for (const promptRank of [1, 3]) {
    const factors = initialFactors({ promptRank, visualDepth: undefined }, tinySizes, 4, random(2));
    assert.deepEqual(factors.shape, [2, promptRank, 4 + 12 + 16]);
    const context = float32(new Float32Array(4 * 12), [4, 12]);
    const shown = shownVisualPrompts({ context, factors }, tinySizes)!;
    assert.deepEqual(shown.shape, [2, 4, 16]);
    const graph = visualPromptsOf({ context: constant(context), factors: constant(factors) }, tinySizes)!;
    expectClose(shown.data, await valuesOf(graph), tolerances.golden32, 'products');
    const spread = Math.hypot(...shown.data) / Math.sqrt(shown.data.length);
    assert.ok(spread > 0.01 && spread < 0.04, `deviation ${spread}`);
  }
  assert.equal(initialFactors({ promptRank: 1, visualDepth: 1 }, tinySizes, 4, random(2)).shape[0], 1);
});
