import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { captionTokenizer } from '../../src/pretrain/captions/caption-tokenizer.ts';
import { pretrain } from '../../src/pretrain/pretrain.ts';
import { type PretrainState, readCheckpoint, writeCheckpoint } from '../../src/pretrain/pretrain-checkpoint.ts';
import { clipConfigOf } from '../../src/pretrain/pretrain-configuration.ts';
import type { StageEvent } from '../../src/pretrain/stages/run-stage.ts';
import { tinyConfiguration, tinyFaces } from './tiny-faces.ts';

const configuration = tinyConfiguration();
const { tokenizer } = captionTokenizer(configuration);
const engines = [nodeEngine({ threads: 1 }), nodeEngine({ threads: 1 })];
after(() => Promise.all(engines.map((engine) => engine.close())));

/** Runs all stages, or up to a step of a stage; checkpoints are serialised. */
async function run(state?: PretrainState, until?: (event: StageEvent) => boolean) {
  const events: StageEvent[] = [];
  const checkpoints: Uint8Array[] = [];
  const config = clipConfigOf(configuration, tokenizer.vocabularySize);
  const faces = { train: tinyFaces(32), valid: tinyFaces(16, 2) };
  for await (const event of pretrain({ configuration, config, tokenizer, ...faces, engines, state })) {
    events.push(event);
    if (event.kind === 'checkpoint') checkpoints.push(writeCheckpoint(event.state, {}));
    if (until?.(event)) break;
  }
  return { events, checkpoints };
}

const whole = await run();

test('runs the three stages and evaluates on the validation split in each', () => {
  const seen = whole.events.flatMap((event) => (event.kind === 'evaluation' ? [event.stage] : []));
  assert.deepEqual([...new Set(seen)], ['image', 'text', 'joint']);
  const last = whole.events.findLast((event) => event.kind === 'evaluation');
  assert.deepEqual(Object.keys(last!.results), ['one sentence', 'described', 'templates']);
});

test('the image stage lowers its loss', () => {
  const losses = whole.events.flatMap((event) =>
    event.kind === 'step' && event.stage === 'image' ? [event.loss] : [],
  );
  assert.equal(losses.length, 12);
  assert.ok(losses.at(-1)! < 0.8 * losses[0]!, `${losses}`);
});

test('the text stage lowers its loss', () => {
  const losses = whole.events.flatMap((event) => (event.kind === 'step' && event.stage === 'text' ? [event.loss] : []));
  assert.equal(losses.length, 6);
  assert.ok(losses.at(-1)! < losses[0]!, `${losses}`);
});

test('the same run gives the same numbers', async () => {
  const again = await run(undefined, (event) => event.kind === 'checkpoint');
  assert.deepEqual(again.checkpoints[0], whole.checkpoints[0]);
});

for (const [index, where] of [
  [0, 'inside the first stage'],
  [2, 'at the end of the first stage'],
  [3, 'inside the second stage'],
] as const) {
  test(`resuming from a checkpoint ${where} ends in the same bytes`, async () => {
    const { state } = readCheckpoint(whole.checkpoints[index]!, 'checkpoint');
    const resumed = await run(state);
    assert.deepEqual(resumed.checkpoints.at(-1), whole.checkpoints.at(-1));
    assert.equal(resumed.checkpoints.length, whole.checkpoints.length - 1 - index);
  });
}

test('stops after the current step with a checkpoint from which it can resume to the same bytes', async () => {
  const stop = new AbortController();
  const config = clipConfigOf(configuration, tokenizer.vocabularySize);
  const faces = { train: tinyFaces(32), valid: tinyFaces(16, 2) };
  let kept: Uint8Array | undefined;
  const events = pretrain({ configuration, config, tokenizer, ...faces, engines, signal: stop.signal });
  await assert.rejects(
    async () => {
      for await (const event of events) {
        if (event.kind === 'step' && event.step === 2) stop.abort();
        if (event.kind === 'checkpoint') kept = writeCheckpoint(event.state, {});
      }
    },
    { name: 'MpaferError', code: 'aborted', message: 'Stopped in the image stage after step 2' },
  );
  const { state } = readCheckpoint(kept!, 'checkpoint');
  assert.equal(state.step, 2);
  const resumed = await run(state, (event) => event.kind === 'checkpoint');
  assert.deepEqual(resumed.checkpoints[0], whole.checkpoints[0]);
});

test('with a guide, trains it first, then the image tower with it, resumes in both stages, and drops it from the model', async () => {
  const guided = tinyConfiguration({
    guideStage: { epochs: 2, batch: 8, rate: 3e-3, fineWidth: 4, width: 6, blocks: 1 },
    imageStage: { epochs: 2, batch: 8, rate: 3e-3 },
    textStage: { steps: 1, batch: 8 },
    jointStage: { epochs: 0.1, batch: 8 },
  });
  const go = async (state?: PretrainState) => {
    const kept: [string, Uint8Array][] = [];
    const losses: Record<string, number[]> = { guide: [], image: [] };
    const config = clipConfigOf(guided, tokenizer.vocabularySize);
    const faces = { train: tinyFaces(32), valid: tinyFaces(16, 2) };
    for await (const event of pretrain({ configuration: guided, config, tokenizer, ...faces, engines, state })) {
      if (event.kind === 'checkpoint') kept.push([event.state.stage, writeCheckpoint(event.state, {})]);
      if (event.kind === 'step') losses[event.stage]?.push(event.loss);
    }
    return { kept, losses };
  };
  const whole = await go();
  assert.deepEqual([...new Set(whole.kept.map(([stage]) => stage))], ['guide', 'image', 'text', 'joint']);
  for (const name of ['guide', 'image']) assert.ok(whole.losses[name]!.at(-1)! < whole.losses[name]![0]!, name);
  for (const stage of ['guide', 'image']) {
    const { state } = readCheckpoint(whole.kept.find(([of]) => of === stage)![1], 'checkpoint');
    const resumed = await go(state);
    assert.deepEqual(resumed.kept.at(-1), whole.kept.at(-1), stage);
  }
  const { state } = readCheckpoint(whole.kept.at(-1)![1], 'checkpoint');
  assert.deepEqual(
    [...state.parameters.keys()].filter((name) => name.startsWith('guide')),
    [],
  );
});

test('without a joint stage, ends with the text tower and a final evaluation', async () => {
  const short = tinyConfiguration({
    imageStage: { epochs: 1, batch: 8 },
    textStage: { steps: 1, batch: 8 },
    jointStage: { epochs: 0 },
  });
  const config = clipConfigOf(short, tokenizer.vocabularySize);
  const faces = { train: tinyFaces(32), valid: tinyFaces(16, 2) };
  const seen: string[] = [];
  for await (const { kind, ...event } of pretrain({ configuration: short, config, tokenizer, ...faces, engines }))
    if ('stage' in event) seen.push(`${event.stage} ${kind}`);
  assert.equal(seen.at(-1), 'joint evaluation');
  assert.ok(seen.includes('text step') && !seen.includes('joint step'));
});
