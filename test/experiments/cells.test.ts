// Cells are trained and evaluated on a tiny CLIP and a few synthetic faces.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { parseConfiguration } from '../../src/configuration/configuration.ts';
import { finish } from '../../src/core/finish.ts';
import { random } from '../../src/core/random.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { type CellInput, probeCell, trainCell, zeroShotCell } from '../../src/experiments/cells.ts';
import { baselines } from '../../src/experiments/variants.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { encodeImages } from '../../src/recognise/encode-images.ts';
import { frozenFeatures } from '../../src/recognise/frozen-features.ts';
import type { TrainEvent } from '../../src/train/train-event.ts';
import { expectClose } from '../contract/expect.ts';
import { drawnDataset } from '../support/drawings.ts';
import { gaussian } from '../support/tiny-clip.ts';
import { tinyModel } from '../support/tiny-model.ts';
import { tolerances } from '../tolerances.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());
const clip = await tinyModel();
const dataset = drawnDataset({ counts: { train: 3, valid: 2, test: 2 } });
const settings = { epochs: 1, batch: 6, warmupEpochs: 0, learningRate: 0.3 };
const input: CellInput = {
  data: 'drawings',
  engine,
  clip,
  dataset,
  descriptions: defaultDescriptions,
  configuration: parseConfiguration(settings, 'the test'),
};

async function ended<Result>(work: AsyncGenerator<TrainEvent, Result>) {
  const events: TrainEvent[] = [];
  for (;;) {
    const next = await work.next();
    if (next.done) return { events, result: next.value };
    events.push(next.value);
  }
}

const variant = (name: string) => baselines.find((one) => one.name === name)!;
const recordOf = (events: readonly TrainEvent[]) =>
  events.flatMap((event) => (event.kind === 'epoch' ? [event.record] : []))[0]!;

test('with visual prompts only, they learn and the text stays unchanged', async () => {
  const { events, result } = await ended(trainCell(input, variant('visual-alone'), 1));
  const { contextDrift, visualDrift, nearestWords } = recordOf(events);
  assert.equal(contextDrift, 0);
  assert.ok(visualDrift! > 0);
  assert.deepEqual(
    nearestWords![0]!.map(([word, cosine]) => [word, cosine]).slice(0, 3),
    [
      ['a', 1],
      ['photo', 1],
      ['of', 1],
    ],
    'its tokens are the words of the sentence',
  );
  assert.deepEqual(
    result.map((cell) => [cell.variant, cell.n, cell.split]),
    [
      ['visual-alone', 6, 'test'],
      ['zero-shot', 6, 'test'],
    ],
  );
});

test('the distance to the hard prompts holds KgCoOp back, unlike CoOp', async () => {
  const [kgcoop, coop] = [
    await ended(trainCell(input, variant('kgcoop'), 1)),
    await ended(trainCell(input, variant('coop'), 1)),
  ];
  assert.ok(recordOf(kgcoop.events).promptAlignment! > 0);
  assert.equal(recordOf(coop.events).promptAlignment, undefined);
});

test('each type of hard prompt has a zero-shot cell, equal to that of a training run', async () => {
  const [first, third] = [(await ended(zeroShotCell(input, 1))).result, (await ended(zeroShotCell(input, 3))).result];
  assert.deepEqual([first.variant, third.variant, third.n], ['zero-shot, type 1', 'zero-shot, type 3', 6]);
  const { result } = await ended(trainCell(input, variant('coop'), 2));
  assert.deepEqual([result[1]!.war, result[1]!.uar], [third.war, third.uar]);
});

test('a linear probe is evaluated on the test split', async () => {
  const { result } = await ended(probeCell(input));
  assert.deepEqual([result.variant, result.n, result.split], ['linear-probe', 6, 'test']);
  assert.ok(result.war >= 0 && result.war <= 1);
});

test('features without prompts are those of plain CLIP, and prompts change them', async () => {
  const { samples } = dataset;
  const plain = await finish(frozenFeatures(engine, clip, samples));
  const without = await finish(encodeImages(engine, clip, undefined, samples));
  assert.deepEqual(without.data, plain.data);
  const visual = { ...gaussian(random(2), [2, 3, 24], 1), type: 'float32' as const };
  const prompts = { ...visual, data: Float32Array.from(visual.data as Float64Array) };
  const prompted = await finish(encodeImages(engine, clip, prompts, samples));
  assert.deepEqual(prompted.shape, plain.shape);
  assert.throws(() => expectClose(prompted.data, plain.data, tolerances.golden64, 'features'));
  const stop = AbortSignal.abort();
  await assert.rejects(finish(encodeImages(engine, clip, prompts, samples, { signal: stop })), { code: 'aborted' });
});
