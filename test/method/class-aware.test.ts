// Class-aware tokens: PyTorch's values, and where in the text tower they take the place of the context.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { concat } from '../../src/graph/ops/concat.ts';
import { constant } from '../../src/graph/tensor.ts';
import { classAwareContexts, initialBottleneck } from '../../src/method/class-aware.ts';
import { tinySizes } from '../support/tiny-clip.ts';
import { arrayOf, expectReference, promptKinds } from './prompt-kinds-reference.ts';

for (const wanted of promptKinds.classAware) {
  const [, tokens, width] = wanted.value.shape;
  test(`${tokens} tokens and their gradients are PyTorch's`, async () => {
    const config = { ...tinySizes, text: { ...tinySizes.text, width: width! } };
    await expectReference(wanted, ({ down, up }) => {
      const contexts = classAwareContexts(concat([down!, up!], 1), constant(arrayOf(wanted.hard)), config);
      return contexts.at(-1)!;
    });
  });
}

test('they enter once: two thirds down, as at layer 8 of 12, but before the last layer', () => {
  const hard = constant(arrayOf(promptKinds.classAware[0]!.hard));
  const layerOf = (layers: number) => {
    const config = { ...tinySizes, text: { ...tinySizes.text, layers } };
    const bottleneck = constant(initialBottleneck(config, 2, random(1)));
    const contexts = classAwareContexts(bottleneck, { ...hard, type: 'float32' }, config);
    assert.deepEqual(contexts.slice(0, -1), new Array(contexts.length - 1).fill(undefined));
    return contexts.length - 1;
  };
  assert.deepEqual([12, 3, 2, 1].map(layerOf), [8, 1, 1, 0]);
});
