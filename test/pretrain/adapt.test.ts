// The adapt stage: in a run from scratch between the towers, and as a run of its own from a CLIP that pretraining wrote.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { loadClip } from '../../src/clip/load-clip.ts';
import { float32 } from '../../src/core/array.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { eyePlaces } from '../../src/pretrain/batches/eye-places.ts';
import { colourKernel } from '../../src/pretrain/batches/greyscale.ts';
import { captionTokenizer } from '../../src/pretrain/captions/caption-tokenizer.ts';
import { exportModel } from '../../src/pretrain/model/export-model.ts';
import { pretrain } from '../../src/pretrain/pretrain.ts';
import { type PretrainState, readCheckpoint, writeCheckpoint } from '../../src/pretrain/pretrain-checkpoint.ts';
import { clipConfigOf } from '../../src/pretrain/pretrain-configuration.ts';
import { adaptNames, priorAdvantage } from '../../src/pretrain/stages/adapt-stage.ts';
import type { StageEvent } from '../../src/pretrain/stages/run-stage.ts';
import { startFromClip } from '../../src/pretrain/start-from-clip.ts';
import { memoryFolder } from '../clip/memory-folder.ts';
import { tinyConfiguration, tinyFaces } from './tiny-faces.ts';

const configuration = tinyConfiguration({
  imageStage: { epochs: 1, batch: 8, rate: 3e-3 },
  adaptStage: { epochs: 2, batch: 8, rate: 3e-3, prior: 1 },
  textStage: { steps: 1, batch: 8 },
  jointStage: { epochs: 0 },
});
const { tokenizer, json } = captionTokenizer(configuration);
const config = clipConfigOf(configuration, tokenizer.vocabularySize);
const engines = [nodeEngine({ threads: 1 })];
after(() => engines[0]!.close());

const faces = { train: tinyFaces(32), valid: tinyFaces(16, 2) };
const nowhere = (count: number) => eyePlaces(new Array(count).fill(undefined), 8);
const eyes = { train: nowhere(32), valid: nowhere(16) };

async function run(state?: PretrainState) {
  const events: StageEvent[] = [];
  const kept: { stage: string; bytes: Uint8Array }[] = [];
  for await (const event of pretrain({ configuration, config, tokenizer, ...faces, eyes, engines, state })) {
    events.push(event);
    if (event.kind === 'checkpoint') kept.push({ stage: event.state.stage, bytes: writeCheckpoint(event.state, {}) });
  }
  const { state: last } = readCheckpoint(kept.at(-1)!.bytes, 'the last checkpoint');
  return { events, kept, last };
}

const whole = await run();

test('adapts the image tower after the image stage, and teaches the text tower afterwards', () => {
  assert.deepEqual(
    [...new Set(whole.events.flatMap((event) => (event.kind === 'step' ? [event.stage] : [])))],
    ['image', 'adapt', 'text'],
  );
  const losses = whole.events.flatMap((event) =>
    event.kind === 'step' && event.stage === 'adapt' ? [event.loss] : [],
  );
  assert.ok(losses.at(-1)! < losses[0]!, `${losses}`);
});

test('is scored on faces as they are and cut by the recipe', () => {
  const scores = whole.events.flatMap((event) =>
    event.kind === 'evaluation' && event.stage === 'adapt' ? [Object.keys(event.results)] : [],
  );
  assert.deepEqual(scores.at(-1), ['class vectors', 'class vectors, cut by the recipe']);
});

test('class vectors stay where they are, the image tower does not', () => {
  const states = whole.kept.map(({ bytes }) => readCheckpoint(bytes, 'checkpoint').state);
  const before = states.findLast(({ stage }) => stage === 'image')!.average;
  const adapted = states.findLast(({ stage }) => stage === 'adapt')!.average;
  assert.deepEqual(adapted.get('classVectors'), before.get('classVectors'));
  assert.notDeepEqual(adapted.get('image.kernel'), before.get('image.kernel'));
});

test('resuming inside the stage ends in the same bytes', async () => {
  const { state } = readCheckpoint(whole.kept.find(({ stage }) => stage === 'adapt')!.bytes, 'checkpoint');
  assert.ok(state.step > 0 && state.step < 8);
  const resumed = await run(state);
  assert.deepEqual(resumed.kept.at(-1), whole.kept.at(-1));
});

test('an advantage of frequent classes is the logarithm of their share, and weighs as much as is said', () => {
  const full = [...priorAdvantage(faces.train, 1).data].map(Number);
  assert.ok(Math.abs(full[1]! - Math.log(0.5)) < 1e-6 && Math.abs(full[0]! - Math.log(1e-4)) < 1e-6);
  assert.ok([...priorAdvantage(faces.train, 0).data].every((value) => Number(value) === 0));
});

const files = exportModel(config, whole.last.average, json);

test('a run that starts from a CLIP adapts its image tower and keeps its text tower', async () => {
  const clip = await loadClip(memoryFolder(files));
  const start = await startFromClip(engines[0]!, clip, config, tokenizer);
  const kernel = colourKernel(start.parameters.get('image.kernel')!).data;
  const wanted = colourKernel(whole.last.average.get('image.kernel')!).data;
  for (const [at, value] of Array.from(kernel, Number).entries())
    assert.ok(Math.abs(value - Number(wanted[at])) < 2e-3, `${at}`);
  const adapted = await run(start);
  assert.deepEqual(
    [...new Set(adapted.events.flatMap((event) => (event.kind === 'step' ? [event.stage] : [])))],
    ['adapt'],
  );
  const text = [...start.parameters.keys()].filter((name) => name.startsWith('text.'));
  assert.ok(text.length > 10);
  for (const name of text) assert.deepEqual(adapted.last.average.get(name), start.parameters.get(name), name);
  assert.notDeepEqual(adapted.last.average.get('image.projection'), start.parameters.get('image.projection'));
  const { results } = adapted.events.findLast((event) => event.kind === 'evaluation')!;
  assert.ok(Object.keys(results).includes('one sentence, cut by the recipe'));
  assert.deepEqual(
    adaptNames(start.parameters).filter((name) => !name.startsWith('image.')),
    ['logitScale'],
  );
});

test('refuses a CLIP of other sizes, of other words, or that sees colours', async () => {
  const clip = await loadClip(memoryFolder(files));
  const start = (more: object, other = clip) => {
    const changed = tinyConfiguration({ ...configuration, ...more });
    const words = captionTokenizer(changed).tokenizer;
    return startFromClip(engines[0]!, other, clipConfigOf(changed, words.vocabularySize), words);
  };
  const refused = (message: RegExp) => ({ name: 'MpaferError', code: 'model', message });
  await assert.rejects(start({ patch: 2 }), refused(/: its image tower has patch 4; expected 2$/));
  await assert.rejects(start({ embedding: 16 }), refused(/: its embedding has 8 features; expected 16$/));
  await assert.rejects(
    start({ seed: 9 }),
    refused(/: its tokenizer has another vocabulary than this run; expected the same$/),
  );
  const colours = whole.last.average.get('image.kernel')!;
  const readWeight: typeof clip.readWeight = async (stored) => {
    const weight = await clip.readWeight(stored);
    if (stored !== clip.weights.image.patchEmbedding) return weight;
    const data = Array.from(colourKernel(colours).data, Number).map((value, at) => value + at);
    return float32(data, weight.shape);
  };
  await assert.rejects(
    start({}, { ...clip, readWeight }),
    refused(/: it sees colours; expected a CLIP of grey faces$/),
  );
});
