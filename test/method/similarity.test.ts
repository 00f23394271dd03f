// Global and local similarity: k = 1 is the maximum, k = N the mean, and patches are chosen for each image and class.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float64 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { constant, input } from '../../src/graph/tensor.ts';
import { fusedLogits, globalSimilarity, localSimilarity } from '../../src/method/similarity.ts';
import { expectClose } from '../contract/expect.ts';
import { evaluate, rows, valuesOf } from '../support/evaluate.ts';
import { gaussian, gaussianConstant } from '../support/tiny-clip.ts';
import { tolerances } from '../tolerances.ts';

const source = random(12);
const [images, patches, classes, width] = [2, 6, 3, 5];
const features = gaussian(source, [images, patches, width]);
const text = gaussianConstant(source, [classes, width]);

/** S^l at every k, [B, C, N] of patch similarities beside it. */
const atEvery = async (k: number) => {
  const { local, topPatches, patchSimilarity } = localSimilarity(constant(features), text, k);
  const found = await evaluate({ local, topPatches, patchSimilarity });
  const rowsOf = Array.from({ length: images * classes }, (_, row) =>
    Array.from(found.patchSimilarity.data.slice(row * patches, (row + 1) * patches), Number),
  );
  return { local: found.local, top: found.topPatches, rowsOf };
};

test('k = N is the mean over patches', async () => {
  const { local, rowsOf } = await atEvery(patches);
  const means = rowsOf.map((row) => row.reduce((sum, value) => sum + value, 0) / patches);
  assert.deepEqual(local.shape, [images, classes]);
  expectClose(local.data, means, tolerances.golden64, 'mean');
});

test('k = 1 is the maximum, and it is told which patch that is', async () => {
  const { local, top, rowsOf } = await atEvery(1);
  assert.deepEqual(
    Array.from(local.data, Number),
    rowsOf.map((row) => Math.max(...row)),
  );
  assert.deepEqual(
    Array.from(top.data, Number),
    rowsOf.map((row) => row.indexOf(Math.max(...row))),
  );
});

test('any k is the mean of the k largest, chosen for each image and class', async () => {
  for (const k of [2, 3, 5]) {
    const { local, top, rowsOf } = await atEvery(k);
    const wanted = rowsOf.map((row) => {
      const largest = row.toSorted((a, b) => b - a).slice(0, k);
      return largest.reduce((sum, value) => sum + value, 0) / k;
    });
    expectClose(local.data, wanted, tolerances.golden64, `k = ${k}`);
    assert.deepEqual(top.shape, [images, classes, k]);
  }
  const { top } = await atEvery(2);
  const choices = new Set(
    Array.from({ length: images * classes }, (_, row) => top.data.slice(2 * row, 2 * row + 2).join()),
  );
  assert.ok(choices.size > 1, 'the images and classes of this test choose different patches');
});

test('of equal patches the lower index comes first', async () => {
  const same = constant(float64([1, 0, 0, 1, 1, 0, 1, 0], [1, 4, 2]));
  const { topPatches } = localSimilarity(same, rows([1, 0]), 2);
  assert.deepEqual(await valuesOf(topPatches), [0, 2]);
});

test('the gradient reaches the chosen patches only', async () => {
  const leaf = input('patches', [1, patches, width], 'float64');
  const { local, topPatches } = localSimilarity(leaf, text, 2);
  const [slope] = gradients(reduceSum(local), [leaf]);
  const feeds = { patches: gaussian(source, [1, patches, width]) };
  const found = await evaluate({ slope: slope!, topPatches }, feeds);
  const chosen = new Set(Array.from(found.topPatches.data, Number));
  assert.ok(chosen.size < patches);
  for (let index = 0; index < patches; index++) {
    const own = Array.from(found.slope.data.slice(index * width, (index + 1) * width), Number);
    assert.equal(
      own.some((value) => value !== 0),
      chosen.has(index),
      `patch ${index}`,
    );
  }
});

test('refuses a k that is not 1 to N', () => {
  for (const k of [0, patches + 1, 1.5]) {
    assert.throws(
      () => localSimilarity(constant(features), text, k),
      /expected k from 1 to the length of the last axis/,
    );
  }
});

test('global similarity is the cosine', async () => {
  const found = await valuesOf(globalSimilarity(rows([0, 2], [3, 3]), rows([1, 0], [0, 5])));
  expectClose(found, [0, 1, Math.SQRT1_2, Math.SQRT1_2], tolerances.golden64, 'global similarity');
});

test('scores are s (S^g + w S^l), and s S^g alone without a local branch', async () => {
  const [global, local] = [rows([0.1, 0.2]), rows([0.5, -0.3])];
  expectClose(
    await valuesOf(fusedLogits(global, local, 0.5, 100)),
    [35, 5],
    tolerances.golden64,
    'scores with a local branch',
  );
  expectClose(await valuesOf(fusedLogits(global, undefined, 0.5, 100)), [10, 20], tolerances.golden64, 'scores');
});
