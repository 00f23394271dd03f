// Training with the frozen matrices in 8 bits, beside float32, on the tiny model.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { parseConfiguration } from '../../src/configuration/configuration.ts';
import type { Precision } from '../../src/configuration/precision.ts';
import { float32, type NumericArray } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { initialContext, initialVisualPrompts } from '../../src/method/initial-prompts.ts';
import { mapPrompts, type PerPrompt, promptValues } from '../../src/method/prompts.ts';
import { clipFactor, gradientNorm } from '../../src/nn/optim/gradient-norm.ts';
import { defaultSgd, sgdBuffer, sgdStep } from '../../src/nn/optim/sgd.ts';
import { readCheckpoint } from '../../src/recognise/checkpoint.ts';
import { loadRun } from '../../src/recognise/load-run.ts';
import { prepareTask } from '../../src/recognise/task.ts';
import { train } from '../../src/train/train.ts';
import { trainingProgram } from '../../src/train/training-program.ts';
import { refuses } from '../data/refuses.ts';
import { drawnDataset } from '../support/drawings.ts';
import { tinyModel } from '../support/tiny-model.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());
const clip = await tinyModel();
const classes = ['happiness', 'anger', 'fear'];
const task = await prepareTask(engine, clip, classes, defaultDescriptions, parseConfiguration({}, 'it'));
const source = random(8);

/** Ten steps on one batch. */
async function tenSteps(precision: Precision) {
  const configuration = parseConfiguration({ precision }, 'it');
  const context = initialContext(configuration, clip.config, classes.length, source);
  const prompts = { context, visual: initialVisualPrompts(configuration, clip.config, source) };
  const prototypes = normal('prototypes', [classes.length, clip.config.embedding]);
  const program = await trainingProgram(engine, { task, like: prompts, prototypes, options: configuration });
  const { size } = clip.config.image;
  const pixels = normal('pixels', [6, 3, size, size]);
  const targets = float32(
    Array.from({ length: 18 }, (_, at) => (at % 3 === Math.floor(at / 3) % 3 ? 1 : 0)),
    [6, 3],
  );
  const momentum = mapPrompts(prompts, ({ data }) => sgdBuffer(data));
  const losses: number[] = [];
  let first: PerPrompt<Float32Array> | undefined;
  for (let step = 0; step < 10; step++) {
    const { losses: found, gradients } = await program.step(prompts, pixels, targets);
    first ??= gradients;
    losses.push(found.loss!);
    const factor = clipFactor(gradientNorm(promptValues(gradients)), 1);
    mapPrompts(prompts, ({ data }, kind) => {
      sgdStep(data, momentum[kind]!, gradients[kind]!, { ...defaultSgd, rate: 0.05, factor });
    });
  }
  const text = await program.text(prompts);
  await program.release();
  return { losses, first: first!, text: text.data };
}

function normal(name: string, shape: readonly number[]): NumericArray<'float32'> {
  const length = shape.reduce((product, each) => product * each, 1);
  return float32(Float32Array.from({ length }, source.split(name).normal), shape);
}

const exact = await tenSteps('float32');
const whole = await tenSteps('int8');

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (left: Float32Array, right: Float32Array) => left.reduce((sum, each, at) => sum + each * right[at]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

test('the gradients of int8 point where those of float32 do, and are not the same', () => {
  for (const kind of ['context', 'visual'] as const) {
    const found = cosine(exact.first[kind]!, whole.first[kind]!);
    assert.ok(found > 0.98 && found < 0.9999999, `${kind}: ${found}`);
  }
});

test('the loss of int8 falls as that of float32 does', () => {
  assert.ok(whole.losses.at(-1)! < 0.9 * whole.losses[0]!, `${whole.losses}`);
  whole.losses.forEach((loss, step) => {
    assert.ok(
      Math.abs(loss - exact.losses[step]!) < 0.1 * exact.losses[0]!,
      `step ${step}: ${whole.losses}, ${exact.losses}`,
    );
  });
});

test("the features of the run's text are in the run's precision", () => {
  const found = cosine(exact.text, whole.text);
  assert.ok(found > 0.98 && found < 0.9999999, `${found}`);
});

test('a run in int8 says so, and its recogniser computes in int8', async () => {
  const dataset = drawnDataset({ counts: { train: 4, valid: 2 } });
  const configuration = parseConfiguration({ precision: 'int8', epochs: 1, batch: 6 }, 'it');
  const input = { engine, clip, dataset, configuration, descriptions: defaultDescriptions };
  let bytes: Uint8Array | undefined;
  for await (const event of train(input)) if (event.kind === 'finished') bytes = event.recogniser;
  const checkpoint = readCheckpoint(bytes!, 'it');
  assert.equal(checkpoint.configuration.precision, 'int8');
  const face = await dataset.samples[0]!.read();
  const probabilities = async (precision: Precision) => {
    const run = { ...checkpoint, configuration: { ...checkpoint.configuration, precision } };
    const recogniser = await loadRun(engine, clip, run, { name: 'it' });
    const [found] = await recogniser.recognise([face]);
    await recogniser.release();
    return Object.values(found!.probabilities);
  };
  const [own, other] = [await probabilities('int8'), await probabilities('float32')];
  assert.notDeepEqual(own, other);
  own.forEach((share, index) => {
    assert.ok(Math.abs(share - other[index]!) < 0.1, `${own}, ${other}`);
  });
});

test('another precision is refused', async () => {
  const parsed = async () => parseConfiguration({ precision: 'float16' }, 'it');
  await refuses(parsed(), 'configuration', /"precision" is "float16"; expected "float32" or "int8"$/);
});
