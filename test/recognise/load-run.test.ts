import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { parseConfiguration } from '../../src/configuration/configuration.ts';
import { random } from '../../src/core/random.ts';
import { type Dataset, ofSplit } from '../../src/data/dataset.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { exportableRun } from '../../src/export/exportable.ts';
import { writePack } from '../../src/export/pack.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { type Checkpoint, readCheckpoint } from '../../src/recognise/checkpoint.ts';
import { loadRun, type Recogniser, samplesFor } from '../../src/recognise/load-run.ts';
import { train } from '../../src/train/train.ts';
import { refuses } from '../data/refuses.ts';
import { drawing, drawnDataset } from '../support/drawings.ts';
import { tinyModel } from '../support/tiny-model.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());
const clip = await tinyModel();
const dataset = drawnDataset();
const test15 = ofSplit(dataset, 'test');
let checkpoint: Checkpoint;
let recogniser: Recogniser;
/** What training said of the test split. */
let reported: ArrayLike<number>;

async function predict(samples = test15, by = recogniser) {
  const work = by.predict(samples);
  const progress: number[] = [];
  for (;;) {
    const next = await work.next();
    if (next.done) return { progress, predictions: next.value };
    progress.push(next.value);
  }
}

before(async () => {
  const configuration = parseConfiguration({ epochs: 3, batch: 8, warmupEpochs: 0, learningRate: 0.3 }, 'the test');
  for await (const event of train({ engine, clip, dataset, configuration, descriptions: defaultDescriptions })) {
    if (event.kind !== 'finished') continue;
    checkpoint = readCheckpoint(event.recogniser, 'best.safetensors');
    const result = event.results.find((one) => one.recogniser === 'selected' && one.split === 'test')!;
    reported = result.predictions.probabilities;
  }
  recogniser = await loadRun(engine, clip, checkpoint, { name: 'best.safetensors' });
});

suite('a run that was loaded', () => {
  test('predicts what training reported, to the last bit, and tells how far it is', async () => {
    const { progress, predictions } = await predict();
    assert.deepEqual(Array.from(predictions.probabilities), Array.from(reported));
    assert.deepEqual(
      predictions.ids,
      test15.map(({ id }) => id),
    );
    assert.deepEqual(
      predictions.labels,
      test15.map(({ label }) => label),
    );
    assert.deepEqual(progress, [15]);
  });

  const others = {
    'deep prompts of low rank': { promptRank: 1, driftCorrection: true, contextTokens: 2, visualPrompts: 2 },
    'weights that move': { weightRank: 2, visualPrompts: 0, topPatches: 0, learningRate: 1 },
  };
  for (const [name, settings] of Object.entries(others)) {
    test(`with ${name} predicts what training reported, from its pack too`, async () => {
      const own = { epochs: 1, batch: 8, warmupEpochs: 0, learningRate: 0.3, ...settings };
      const configuration = parseConfiguration(own, 'the test');
      for await (const event of train({ engine, clip, dataset, configuration, descriptions: defaultDescriptions })) {
        if (event.kind !== 'finished') continue;
        const result = event.results.find((one) => one.recogniser === 'last' && one.split === 'test')!;
        const whole = readCheckpoint(event.last, 'last.safetensors');
        const pack = readCheckpoint(writePack(whole), 'the pack');
        assert.deepEqual([pack.factors, pack.textWeights], [undefined, undefined]);
        const loaded = await loadRun(engine, clip, pack);
        const { predictions } = await predict(test15, loaded);
        assert.deepEqual(Array.from(predictions.probabilities), Array.from(result.predictions.probabilities));
        await loaded.release();
        if (whole.imageWeights === undefined) continue;
        const plain = await loadRun(engine, clip, { ...pack, imageWeights: undefined });
        assert.notDeepEqual((await predict(test15, plain)).predictions.probabilities, predictions.probabilities);
        await plain.release();
        assert.throws(
          () => exportableRun(pack),
          /^MpaferError: Cannot export this recogniser: it was trained with weightRank/,
        );
      }
    });
  }

  test('recognises with the temperature that validation gave: other confidence, the same expression', async () => {
    assert.notEqual(checkpoint.temperature, 1);
    const { predictions } = await predict();
    const faces = await recogniser.recognise(await Promise.all(test15.map((sample) => sample.read())));
    faces.forEach(({ expression, probabilities }, index) => {
      const logits = [...predictions.logits.subarray(3 * index, 3 * index + 3)];
      const weights = logits.map((logit) => Math.exp(logit / checkpoint.temperature));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      recogniser.classes.forEach((name, column) => {
        assert.ok(Math.abs(probabilities[name]! - weights[column]! / sum) < 1e-5);
      });
      assert.equal(expression, recogniser.classes[logits.indexOf(Math.max(...logits))]);
    });
  });

  test('says of each patch how like the expression it is, where there is a local branch', async () => {
    const face = drawing([230, 200, 40], random(3), 40);
    const [found] = await recogniser.recognise([face]);
    assert.deepEqual([found!.patches!.rows, found!.patches!.columns, found!.patches!.values.length], [2, 2, 4]);
    assert.ok(found!.patches!.values.every((value) => value >= -1.001 && value <= 1.001));
    const configuration = { ...checkpoint.configuration, topPatches: 0 };
    const plain = await loadRun(engine, clip, { ...checkpoint, configuration });
    assert.equal((await plain.recognise([face]))[0]!.patches, undefined);
    await plain.release();
  });

  test('recognises no face as none', async () => {
    assert.deepEqual(await recogniser.recognise([]), []);
  });

  test('is refused with another CLIP', async () => {
    const other = await tinyModel(2);
    await refuses(
      loadRun(engine, other, checkpoint, { name: 'best.safetensors' }),
      'checkpoint',
      /with CLIP "\/models\/tiny-2"/,
    );
  });

  test('stops when it is told to', async () => {
    const controller = new AbortController();
    controller.abort();
    const work = recogniser.predict(test15, controller.signal);
    await refuses(work.next(), 'aborted', /^Stopped during an evaluation$/);
  });
});

suite('the samples for a recogniser', () => {
  const others: Dataset = { ...dataset, classes: ['anger', 'wink', 'happiness'] };

  test('have its labels, by the names of the classes', async () => {
    const { samples, skipped } = samplesFor(['happiness', 'sadness', 'anger'], others, 'test');
    assert.deepEqual(skipped, { wink: 5 });
    assert.deepEqual(
      samples.map(({ label }) => label),
      [2, 2, 2, 2, 2, 0, 0, 0, 0, 0],
    );
    assert.deepEqual(await samples[0]!.read(), await test15[0]!.read());
  });

  test('are those of the split', () => {
    const { samples } = samplesFor(dataset.classes, dataset, 'valid');
    assert.deepEqual(
      samples.map(({ id }) => id),
      ofSplit(dataset, 'valid').map(({ id }) => id),
    );
  });

  test('are refused when there are none, with what there is', async () => {
    const none = async () => samplesFor(['fear'], dataset, 'test');
    const error = await refuses(
      none(),
      'data',
      /^Cannot evaluate on the test split of drawings: it has no face of fear$/,
    );
    assert.equal(error.hint, 'Its classes are happiness, sadness, anger; splits with faces are train, valid, test');
    const empty = async () => samplesFor(['fear'], { ...dataset, samples: [] }, 'test');
    assert.match((await refuses(empty(), 'data', /no face of fear/)).hint!, /splits with faces are none$/);
  });
});
