// A residual that is taught: before the first step, the run is the head that the training faces teach on frozen features.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { parseConfiguration } from '../../src/configuration/configuration.ts';
import { random } from '../../src/core/random.ts';
import { ofSplit } from '../../src/data/dataset.ts';
import { imageCache } from '../../src/data/image-cache.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { anchored } from '../../src/heads/anchored.ts';
import { teachHead } from '../../src/heads/choose-tie.ts';
import { unitRows } from '../../src/heads/matrix.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { frozenFeatures } from '../../src/recognise/frozen-features.ts';
import { prepareTask } from '../../src/recognise/task.ts';
import { augmentedFeatures } from '../../src/train/augmented-features.ts';
import { type RunSetup, setUpRun } from '../../src/train/run-setup.ts';
import { drawnDataset } from '../support/drawings.ts';
import { tinyModel } from '../support/tiny-model.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());
const clip = await tinyModel();
const dataset = drawnDataset({ counts: { train: 4, valid: 1, test: 1 } });

async function done<Result>(work: AsyncGenerator<unknown, Result>): Promise<Result> {
  let step = await work.next();
  while (!step.done) step = await work.next();
  return step.value;
}

async function setUp(settings: object): Promise<RunSetup> {
  const configuration = parseConfiguration({ visualPrompts: 0, ...settings }, 'the test');
  return done(setUpRun({ engine, clip, dataset, configuration, descriptions: defaultDescriptions }));
}

/** The class vectors of a run before its first step, at unit length. */
async function vectorsOf({ programs, start }: RunSetup): Promise<Float64Array> {
  const { data } = unitRows(await programs.training.text(start));
  await programs.training.release();
  await programs.recogniser.release();
  return data;
}

const near = (found: Float64Array, wanted: Float64Array) => {
  found.forEach((value, at) => {
    assert.ok(Math.abs(value - wanted[at]!) < 1e-5, `${at}: ${value} is not ${wanted[at]}`);
  });
};

test("the class vectors start where the head ends, with its views, or with a tie and class weights of one's own", async () => {
  const samples = ofSplit(dataset, 'train');
  const task = await prepareTask(engine, clip, dataset.classes, defaultDescriptions, { hardPrompt: 3 });
  const support = {
    features: unitRows(await done(frozenFeatures(engine, clip, samples))),
    labels: samples.map(({ label }) => label),
  };
  const whole = { texts: unitRows(task.hardText), scale: task.scale, support };
  const { augmentation } = parseConfiguration({}, 'the test');
  const options = { augmentation, random: random(1), cache: imageCache(0) };
  const encoded = await done(augmentedFeatures(engine, clip, samples, { ...options, views: 2 }));
  const views = encoded.map(unitRows);
  const people = samples.map(({ group }) => group);
  const [alone, seen] = [teachHead(whole, people), teachHead(whole, people, { views })];
  near(await vectorsOf(await setUp({ residual: 'taught', residualViews: 0 })), alone.vectors.data);
  const found = await vectorsOf(await setUp({ residual: 'taught', residualViews: 2 }));
  near(found, seen.vectors.data);
  assert.ok(
    found.some((value, at) => Math.abs(value - alone.vectors.data[at]!) > 1e-3),
    'views make a difference',
  );
  const weights = { [dataset.classes[0]!]: 5 };
  const own = await vectorsOf(
    await setUp({ residual: 'taught', residualViews: 0, textTie: 0.05, classWeights: weights }),
  );
  const counts = dataset.classes.map((_, at) => (at === 0 ? 5 : 1));
  near(own, anchored(whole, 0.05, { classWeights: counts, lastSteps: 400 }).data);
});

test('a residual that starts at zero leaves the prompts as they are', async () => {
  near(await vectorsOf(await setUp({ residual: 'zero' })), await vectorsOf(await setUp({})));
});
