// Recognition is the objective's forward pass, with text features at hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constant, input } from '../../src/graph/tensor.ts';
import { defaultMethod } from '../../src/method/options.ts';
import { pixelInput, recognise } from '../../src/method/recogniser.ts';
import { expectClose } from '../contract/expect.ts';
import { evaluate } from '../support/evaluate.ts';
import { taskValues, tinyTask } from '../support/tiny-task.ts';
import { tolerances } from '../tolerances.ts';

const task = tinyTask();
const { softText, logits, globalSimilarity, localSimilarity } = task.parts;
const trained = await taskValues(task, { softText, logits, globalSimilarity, localSimilarity: localSimilarity! });
const size = task.clip.config.image.size;

const recognition = (visual = true, options: Partial<typeof defaultMethod> = {}) =>
  recognise(
    {
      ...task.frozen,
      pixels: input('pixels', ['B', 3, size, size], 'float64'),
      text: constant(trained.softText),
      visual: visual ? constant(task.feeds.visual) : undefined,
    },
    { ...defaultMethod, topPatches: 4, ...options, scale: task.frozen.scale },
  );

const feeds = { pixels: task.feeds.pixels };

test('gives the scores that were trained', async () => {
  const { logits, globalSimilarity, localSimilarity } = recognition();
  const found = await evaluate({ logits, globalSimilarity, localSimilarity: localSimilarity! }, feeds);
  for (const name of ['logits', 'globalSimilarity', 'localSimilarity'] as const) {
    expectClose(found[name].data, trained[name].data, tolerances.golden64, name);
  }
});

test('probabilities are the softmax of the scores and sum to 1', async () => {
  const { logits, probabilities } = recognition();
  const found = await evaluate({ logits, probabilities }, feeds);
  for (let row = 0; row < 3; row++) {
    const scores = Array.from(found.logits.data.slice(4 * row, 4 * row + 4), Number);
    const sum = scores.reduce((total, score) => total + Math.exp(score), 0);
    const wanted = scores.map((score) => Math.exp(score) / sum);
    expectClose(found.probabilities.data.slice(4 * row, 4 * row + 4), wanted, tolerances.golden64, 'probabilities');
  }
});

test('tells the patches that decided, and all their similarities', async () => {
  const { topPatches, patchSimilarity } = recognition();
  const found = await evaluate({ topPatches: topPatches!, patchSimilarity: patchSimilarity! }, feeds);
  assert.deepEqual(found.topPatches.shape, [3, 4, 4]);
  assert.deepEqual(found.patchSimilarity.shape, [3, 4, 9]);
  const first = Array.from(found.patchSimilarity.data.slice(0, 9), Number);
  const order = first.map((_, index) => index).sort((a, b) => first[b]! - first[a]!);
  assert.deepEqual(Array.from(found.topPatches.data.slice(0, 4), Number), order.slice(0, 4));
});

test('has nothing local without a local branch', async () => {
  const plain = recognition(true, { topPatches: 0 });
  assert.deepEqual(Object.keys(plain).sort(), [
    'globalSimilarity',
    'imageGlobal',
    'imagePatches',
    'logits',
    'probabilities',
  ]);
  const found = await evaluate({ logits: plain.logits, globalSimilarity: plain.globalSimilarity }, feeds);
  const wanted = Array.from(found.globalSimilarity.data, Number).map((value) => 20 * value);
  expectClose(found.logits.data, wanted, tolerances.golden64, 'scores');
});

test('follows the objective on the value path, with another local weight, with k beyond N', async () => {
  for (const options of [{ localFeature: 'value-path' as const }, { localWeight: 0.25 }, { topPatches: 99 }]) {
    const own = tinyTask({ method: options });
    const wanted = await taskValues(own, { logits: own.parts.logits });
    const { logits } = recognition(true, options);
    const found = await evaluate({ logits }, feeds);
    expectClose(found.logits.data, wanted.logits.data, tolerances.golden64, Object.keys(options)[0]!);
    assert.notDeepEqual(found.logits.data, trained.logits.data);
  }
});

test('follows the objective without visual prompts', async () => {
  const own = tinyTask({ depth: 0 });
  const wanted = await taskValues(own, { logits: own.parts.logits });
  const { logits } = recognition(false);
  expectClose((await evaluate({ logits }, feeds)).logits.data, wanted.logits.data, tolerances.golden64, 'logits');
});

test('takes images of the size of the model, any number of them', () => {
  const { shape, type } = pixelInput(task.clip.config);
  assert.deepEqual([shape, type], [['B', 3, size, size], 'float32']);
});
