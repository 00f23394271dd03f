// Base-to-new: how classes are halved, what is trained on, and the scores, by hand; a head and prompts on a tiny CLIP.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import { parseConfiguration } from '../../src/configuration/configuration.ts';
import { requireFloat32 } from '../../src/core/array.ts';
import { finish } from '../../src/core/finish.ts';
import { openDataset } from '../../src/data/open-dataset.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { baseToNewScores, baseTraining, classHalves, harmonicMean } from '../../src/experiments/base-to-new.ts';
import { baseDraw, headBaseToNew, promptBaseToNew } from '../../src/experiments/base-to-new-cells.ts';
import { baseToNewRows } from '../../src/experiments/base-to-new-rows.ts';
import { baseToNewMarkdown, baseToNewTables } from '../../src/experiments/base-to-new-summary.ts';
import { featureBank } from '../../src/experiments/few-shot-cells.ts';
import type { HeadRow, PromptRow } from '../../src/experiments/few-shot-rows.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { hardPrompts } from '../../src/method/hard-prompt.ts';
import { nodeDataHost } from '../../src/platform/node/files/data-host.ts';
import { createRecogniser } from '../../src/recognise/load-run.ts';
import { zeroShotRecogniser } from '../../src/recognise/zero-shot.ts';
import { tinyModel } from '../support/tiny-model.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());
const clip = await tinyModel();
const dataset = await openDataset('synthetic:?count=160', nodeDataHost);
const descriptions = defaultDescriptions;
const rowOf = (name: string) => baseToNewRows.find((row) => row.name === name)!;
const halves = { base: ['a', 'b'], new: ['c', 'd'] };

test('the first half trains, with the class in the middle; fewer than four classes are refused', () => {
  assert.deepEqual(classHalves({ name: 'x', classes: ['a', 'b', 'c', 'd'] }), halves);
  assert.deepEqual(classHalves({ name: 'x', classes: [...'abcde'] }), { base: [...'abc'], new: [...'de'] });
  assert.throws(() => classHalves({ name: 'x', classes: [...'abc'] }), {
    code: 'data',
    message: 'Cannot split the classes of x in two: it has 3 (a, b, c); expected four or more',
  });
});

test('what trains has no face of a new class, no vote for one, and no test face', async () => {
  const votes = (label: number) => dataset.classes.map((_, c) => (c === label ? 10 : 0));
  const voted = { ...dataset, samples: dataset.samples.map((s) => ({ ...s, read: s.read, votes: votes(s.label) })) };
  const own = baseTraining(voted, classHalves(dataset));
  assert.deepEqual(own.classes, dataset.classes.slice(0, 4));
  assert.deepEqual([...new Set(own.samples.map(({ label }) => label))].sort(), [0, 1, 2, 3]);
  assert.ok(own.samples.every(({ split, votes }) => split === 'train' && votes!.length === 4));
  assert.ok((await own.samples[0]!.read()).width > 0);
  const few = baseDraw(dataset, 2, 1);
  assert.equal(few.samples.filter(({ split }) => split === 'train').length, 8);
  assert.equal(new Set(few.samples.filter(({ split }) => split === 'test').map(({ label }) => label)).size, 8);
});

test('each half is scored among its own classes, and all faces among all classes', () => {
  const scores = [
    ...[3, 1, 9, 0], // a: right among base, wrong among all
    ...[2, 2, 0, 0], // b: a tie, which the first takes
    ...[9, 0, 5, 4], // c: right among new, wrong among all
    ...[0, 0, 1, 2], // d: right among both
  ];
  assert.deepEqual(baseToNewScores(scores, [0, 1, 2, 3], halves), {
    baseFaces: 2,
    base: 0.5,
    newFaces: 2,
    new: 1,
    harmonic: 2 / 3,
    all: 0.25,
  });
  assert.throws(() => baseToNewScores([1, 0, 0, 0], [0], halves), {
    code: 'data',
    message: 'Cannot score the new classes (c, d): no test face shows one',
  });
  assert.deepEqual([harmonicMean(0, 0), harmonicMean(0, 1), harmonicMean(0.5, 0.5)], [0, 0, 0.5]);
});

test('a head never sees new classes: they are scored as the texts do, and the base classes are learned', async () => {
  const draws = [baseDraw(dataset, 4, 1)];
  const bank = await finish(featureBank({ engine, clip, dataset, descriptions, draws }));
  const at = { data: 'drawn', shots: 4, seed: 1 };
  const texts = await headBaseToNew({ engine }, bank, rowOf('zero-shot') as HeadRow, at);
  const recogniser = await zeroShotRecogniser(engine, clip, dataset.classes, descriptions);
  const test = dataset.samples.filter(({ split }) => split === 'test');
  const predictions = await finish(recogniser.predict(test));
  await recogniser.release();
  const expected = baseToNewScores(predictions.logits, predictions.labels, classHalves(dataset));
  assert.deepEqual(texts, { row: 'zero-shot', ...at, ...expected });
  for (const name of ['zs-lp', 'clap', 'anchored']) {
    const found = await headBaseToNew({ engine }, bank, rowOf(name) as HeadRow, at);
    assert.equal(found.new, texts.new, name);
    assert.ok(found.base > texts.base, `${name}: ${found.base} against ${texts.base}`);
  }
});

test('the names of all classes follow the trained context; a context that stays words is a sentence', async () => {
  const settings = { epochs: 1, batch: 8, warmupEpochs: 0, learningRate: 0.3, contextWords: 'a photo of' };
  const configuration = parseConfiguration(settings, 'the test');
  const input = { engine, clip, dataset, descriptions, data: 'drawn', configuration };
  const coop = rowOf('coop') as PromptRow;
  const cell = (row: PromptRow) => finish(promptBaseToNew(input, row, 2, 1));
  const still = await cell({ ...coop, settings: { ...coop.settings, contextRate: 0 } });
  const tokenizer = await clip.tokenizer();
  const sentences = dataset.classes.map((name) => tokenizer.encode(`a photo of ${name}.`));
  const { text } = hardPrompts(
    frozenWeights(clip.weights).text,
    clip.config,
    sentences.map((ids) => [ids]),
  );
  const program = await engine.compile({ text });
  const found = await program.run({});
  await program.release();
  const recogniser = await createRecogniser(engine, clip, {
    classes: dataset.classes,
    classifier: { text: requireFloat32(found.text) },
    options: { topPatches: 0, localWeight: 0, localFeature: 'token' },
    scale: clip.logitScale,
    temperature: 1,
  });
  const predictions = await finish(recogniser.predict(dataset.samples.filter(({ split }) => split === 'test')));
  await recogniser.release();
  const expected = baseToNewScores(predictions.logits, predictions.labels, classHalves(dataset));
  assert.deepEqual(still, { row: 'coop', data: 'drawn', shots: 2, seed: 1, ...expected });
  const moved = await cell(coop);
  assert.notDeepEqual(moved, still);
  const full = await cell(rowOf('full') as PromptRow);
  assert.equal(full.baseFaces + full.newFaces, 32);
});

test('tables average draws, and a mean over data sets needs all of them', () => {
  const result = (data: string, seed: number, base: number, others: number) => ({
    row: 'zs-lp',
    data,
    shots: 2,
    seed,
    baseFaces: 4,
    base,
    newFaces: 4,
    new: others,
    harmonic: harmonicMean(base, others),
    all: 0.5,
  });
  const sets = ['x', 'y'].map((data) => ({ data, halves }));
  const results = [result('x', 1, 0.5, 0.5), result('x', 2, 1, 0.5), result('y', 1, 1, 1)];
  const tables = baseToNewTables(results, baseToNewRows, [2, 4], sets);
  assert.deepEqual(
    tables.map(({ data, rows }) => [data, rows.map(({ points }) => points.map(({ base }) => base.mean))]),
    [
      ['x', [[0.75]]],
      ['y', [[1]]],
      ['mean', [[0.75]]],
    ],
  );
  const text = baseToNewMarkdown(tables);
  assert.match(text, /Trained \(base\): a, b\. Only described \(new\): c, d\./);
  assert.match(text, /\| zs-lp \| 2 \| 75\.0 ± 35\.4 \| 50\.0 ± 0\.0 \| 58\.3 ± 11\.8 \| 50\.0 ± 0\.0 \|/);
});
