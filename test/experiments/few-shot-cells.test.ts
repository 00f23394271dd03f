// Prompts of the few-shot experiment: judged by kept features they score as they do by a pass of the tower.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { parseConfiguration } from '../../src/configuration/configuration.ts';
import type { Dataset } from '../../src/data/dataset.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import type { EpochRecord } from '../../src/evaluate/epoch-record.ts';
import type { CellInput } from '../../src/experiments/cells.ts';
import { drawn, featureBank, promptCell, seesPlainImages } from '../../src/experiments/few-shot-cells.ts';
import { fewShotRows, type PromptRow } from '../../src/experiments/few-shot-rows.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { readCheckpoint } from '../../src/recognise/checkpoint.ts';
import { train } from '../../src/train/train.ts';
import type { TrainEvent } from '../../src/train/train-event.ts';
import { drawnDataset } from '../support/drawings.ts';
import { tinyModel } from '../support/tiny-model.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());
const clip = await tinyModel();
const dataset = drawnDataset({ counts: { train: 4, valid: 2, test: 6 } });
const configuration = parseConfiguration({ epochs: 2, batch: 6, warmupEpochs: 0, learningRate: 0.3 }, 'the test');
const input: CellInput = { data: 'drawn', engine, clip, dataset, descriptions: defaultDescriptions, configuration };

async function finish<Result>(work: AsyncGenerator<unknown, Result>): Promise<Result> {
  let step = await work.next();
  while (!step.done) step = await work.next();
  return step.value;
}

const rowOf = (name: string, protocol: PromptRow['protocol']): PromptRow =>
  fewShotRows.find(
    (row): row is PromptRow => row.kind === 'prompts' && row.name === name && row.protocol === protocol,
  )!;

for (const protocol of ['validation-free', 'validated'] as const) {
  test(`text prompts score the same by kept features, ${protocol}`, async () => {
    const row = rowOf('coop', protocol);
    assert.ok(seesPlainImages({ ...configuration, ...row.settings }));
    const bank = await finish(featureBank({ ...input, draws: [drawn(dataset, 2, 1, protocol)] }));
    const found = await finish(promptCell(input, row, 2, 1, bank));
    assert.deepEqual(found, await finish(promptCell(input, row, 2, 1)));
    assert.equal(found.n, 6 * dataset.classes.length);
  });
}

test('prompts in the image tower, and a local branch, need their own pass', () => {
  assert.ok(!seesPlainImages({ visualPrompts: 8, visualDepth: undefined, topPatches: 0, weightRank: 0 }));
  assert.ok(!seesPlainImages({ visualPrompts: 0, visualDepth: undefined, topPatches: 5, weightRank: 0 }));
  assert.ok(!seesPlainImages({ visualPrompts: 0, visualDepth: undefined, topPatches: 0, weightRank: 2 }));
});

test('no image counts for ProText: the texts alone move the context', async () => {
  const row = rowOf('protext', 'validation-free');
  const few = drawn(dataset, 2, 1, 'validation-free');
  const others = { ...few, samples: few.samples.map((sample) => ({ ...sample, label: (sample.label + 1) % 3 })) };
  const wanted = await promptsAfter(few, row);
  assert.deepEqual(await promptsAfter(others, row), wanted, 'other labels, same prompts');
  assert.notDeepEqual(await promptsAfter(others, rowOf('coop', 'validation-free')), wanted);
});

test('PromptSRC is held to plain CLIP: image features stay nearer to the frozen ones than with visual prompts alone', async () => {
  const consistent = rowOf('promptsrc', 'validation-free');
  const free = {
    ...consistent,
    settings: { ...consistent.settings, imageConsistency: 0, logitConsistency: 0, beta: 0 },
  };
  const { imageConsistency, logitConsistency } = await recordAfter(consistent);
  assert.ok(imageConsistency! > 0 && logitConsistency! > 0);
  const record = await recordAfter({ ...free, settings: { ...free.settings, imageConsistency: 1e-9 } });
  assert.ok(
    record.imageConsistency! > imageConsistency!,
    `${record.imageConsistency} is not above ${imageConsistency}`,
  );
});

test('with the absolute error the classification loss stays below 1, whatever the scores', async () => {
  const [mae, coop] = [
    await recordAfter(rowOf('coop-mae', 'validation-free')),
    await recordAfter(rowOf('coop', 'validation-free')),
  ];
  assert.ok(mae.classification < 1 && coop.classification > mae.classification);
});

/** The events of a run on few faces, with a row's settings. */
async function eventsOf(few: Dataset, { settings }: PromptRow): Promise<TrainEvent[]> {
  const own = parseConfiguration({ ...configuration, epochs: 4, ...settings, batch: 6, learningRate: 0.3 }, 'the test');
  const events: TrainEvent[] = [];
  const samples = few.samples.filter(({ split }) => split === 'train');
  const runInput = { ...input, dataset: { ...few, samples }, configuration: own };
  for await (const event of train(runInput)) events.push(event);
  return events;
}

async function promptsAfter(few: Dataset, row: PromptRow) {
  const last = (await eventsOf(few, row)).findLast((event) => event.kind === 'trained')!;
  return readCheckpoint(last.last, 'the run').text.data;
}

async function recordAfter(row: PromptRow): Promise<EpochRecord> {
  const events = await eventsOf(drawn(dataset, 2, 1, 'validation-free'), row);
  return events.findLast((event) => event.kind === 'epoch')!.record;
}
