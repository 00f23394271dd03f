// A batch in parts beside the same batch at once, on the tiny model.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { parseConfiguration } from '../../../src/configuration/configuration.ts';
import { float32, type NumericArray } from '../../../src/core/array.ts';
import { random } from '../../../src/core/random.ts';
import { nodeEngine } from '../../../src/engine/node/node-engine.ts';
import { initialBottleneck } from '../../../src/method/class-aware.ts';
import { defaultDescriptions } from '../../../src/method/default-descriptions.ts';
import { initialContext, initialVisualPrompts } from '../../../src/method/initial-prompts.ts';
import { initialFactors } from '../../../src/method/low-rank-prompts.ts';
import { mapPrompts } from '../../../src/method/prompts.ts';
import { prepareTask } from '../../../src/recognise/task.ts';
import { dividedStep } from '../../../src/train/steps/divided-step.ts';
import { type PartOutputs, type PartRunner, sumParts } from '../../../src/train/steps/part-sums.ts';
import type { Step, StepCompiler } from '../../../src/train/steps/step.ts';
import { trainingProgram } from '../../../src/train/training-program.ts';
import { tinyModel } from '../../support/tiny-model.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());
const clip = await tinyModel();
const names = ['happiness', 'anger', 'fear'];
const task = await prepareTask(engine, clip, names, defaultDescriptions, parseConfiguration({}, 'it'));
const source = random(5);
const batch = 7;
const { size } = clip.config.image;
const pixels = normal('pixels', [batch, 3, size, size]);
/** The last image is of two classes in equal parts. */
const targets = float32(
  Array.from({ length: batch * 3 }, (_, at) => {
    const [row, label] = [Math.floor(at / 3), at % 3];
    if (row === batch - 1) return label < 2 ? 0.5 : 0;
    return label === row % 3 ? 1 : 0;
  }),
  [batch, 3],
);

function normal(name: string, shape: readonly number[]): NumericArray<'float32'> {
  const length = shape.reduce((product, each) => product * each, 1);
  return float32(Float32Array.from({ length }, source.split(name).normal), shape);
}

async function stepOf(settings: object, weights?: readonly number[], step?: StepCompiler): Promise<Step> {
  const configuration = parseConfiguration(settings, 'it');
  const visual = initialVisualPrompts(configuration, clip.config, source);
  const residual = normal('residual', [names.length, clip.config.embedding]);
  const context = initialContext(configuration, clip.config, names.length, source);
  const bottleneck = initialBottleneck(clip.config, configuration.contextTokens, source);
  const lowRank = configuration.promptRank > 0;
  const factors = initialFactors(configuration, clip.config, configuration.contextTokens, source);
  const prompts = {
    context,
    visual: lowRank ? undefined : visual,
    ...(lowRank && { factors }),
    ...(configuration.weightRank > 0 && {
      textWeights: normal('text', [clip.config.text.layers, 3, 2, configuration.weightRank, clip.config.text.width]),
      imageWeights: normal('image', [
        clip.config.image.layers,
        3,
        2,
        configuration.weightRank,
        clip.config.image.width,
      ]),
    }),
    ...(configuration.classAware && { bottleneck }),
    ...(configuration.residual !== 'none' && { residual }),
  };
  const prototypes = normal('prototypes', [names.length, clip.config.embedding]);
  const program = await trainingProgram(engine, {
    task,
    like: prompts,
    prototypes,
    options: configuration,
    weights,
    step,
  });
  const found = await program.step(prompts, pixels, targets);
  await program.release();
  return found;
}

const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const norm = (values: readonly number[]) => Math.hypot(...values);
  const list = Array.from(b);
  return norm(list.map((value, at) => value - a[at]!)) / norm(list);
};

interface Case {
  readonly settings: object;
  readonly weights?: readonly number[];
}

const cases: Readonly<Record<string, Case>> = {
  'the method as published': { settings: {} },
  'classes with weights': { settings: {}, weights: [0.2, 1, 1.8] },
  'text prompts alone': { settings: { visualPrompts: 0 } },
  'a shared context, no alignment of text': {
    settings: { sharedContext: true, tokenAlignment: false, promptAlignment: 'none' },
  },
  'weights of the losses': { settings: { beta: 2.5, gamma: 0.5, prototypeAlignment: 'l1', promptAlignment: 'l1' } },
  'class vectors with a residual and a tie': { settings: { residual: 'zero', textTie: 0.5 } },
  'texts with the moments of the hard prompts': { settings: { residual: 'zero', textMoments: 5 } },
  'deep prompts of low rank, without drift': {
    settings: { promptRank: 2, driftCorrection: true, contextTokens: 8, sharedContext: true },
  },
  'weights that move': { settings: { weightRank: 2, imageConsistency: 1 } },
  'patches divided by transport': { settings: { localMatch: 'transport', localFeature: 'value-path' } },
  'tokens that know their class': { settings: { classAware: true, sharedContext: true } },
  'labels with noise, of classes with weights': { settings: { noiseTolerance: 0.7 }, weights: [0.2, 1, 1.8] },
  'consistency with plain CLIP, half a classification': {
    settings: { imageConsistency: 10, logitConsistency: 1, alpha: 0.5 },
  },
  'no prototypes, no local branch': { settings: { prototypeAlignment: 'none', topPatches: 0 } },
};

for (const [name, { settings, weights }] of Object.entries(cases)) {
  test(`parts of 3, 3 and 1 give the gradient, the losses and the scores of all 7 at once: ${name}`, async () => {
    const whole = await stepOf(settings, weights);
    const divided = await stepOf({ ...settings, microBatch: 3 }, weights);
    assert.equal(divided.gradients.visual === undefined, whole.gradients.visual === undefined);
    mapPrompts(whole.gradients, (gradient, kind) => {
      const found = distance(divided.gradients[kind]!, gradient);
      assert.ok(found < 1e-5, `gradient of ${kind} differs by ${found}`);
    });
    assert.deepEqual(Object.keys(divided.losses).sort(), Object.keys(whole.losses).sort());
    for (const [loss, value] of Object.entries(whole.losses)) {
      const found = divided.losses[loss as 'loss']!;
      assert.ok(Math.abs(found - value) < 1e-5 * Math.max(1, Math.abs(value)), `${loss} is ${found}, not ${value}`);
    }
    assert.deepEqual(divided.logits.shape, whole.logits.shape);
    const apart = distance(divided.logits.data as Float32Array, whole.logits.data as Float32Array);
    assert.ok(apart < 1e-5, `scores differ by ${apart}`);
  });
}

test('parts computed by several machines, in any order, give the same bytes', async () => {
  const computed: number[] = [];
  // Two machines: the first has the even parts and is late.
  const shared: PartRunner = async ({ count, compute, share }) => {
    const parts = Array.from({ length: count }, (_, part) => part);
    const order = [...parts.filter((part) => part % 2 === 1), ...parts.filter((part) => part % 2 === 0)];
    const found = new Map<number, PartOutputs>();
    for (const part of order) found.set(part, await compute(part));
    computed.push(...order);
    const inOrder = parts.map((part) => found.get(part)!);
    return sumParts(inOrder, share);
  };
  const step: StepCompiler = (given, request) => dividedStep(given, request, 3, shared);
  assert.deepEqual(await stepOf({}, [0.2, 1, 1.8], step), await stepOf({ microBatch: 3 }, [0.2, 1, 1.8]));
  assert.deepEqual(computed, [1, 0, 2]);
});

test('a part as large as the batch, or larger, is the batch', async () => {
  const whole = await stepOf({});
  const found = await stepOf({ microBatch: 100 });
  assert.ok(distance(found.gradients.visual!, whole.gradients.visual!) < 1e-5);
  assert.ok(Math.abs(found.losses.loss! - whole.losses.loss!) < 1e-5);
});

test('int8 divides too, its roundings apart', async () => {
  const whole = await stepOf({ precision: 'int8' });
  const divided = await stepOf({ precision: 'int8', microBatch: 3 });
  const exact = await stepOf({});
  mapPrompts(whole.gradients, (gradient, kind) => {
    const found = distance(divided.gradients[kind]!, gradient);
    const rounding = distance(exact.gradients[kind]!, gradient);
    assert.ok(found < rounding / 2, `gradient of ${kind} differs by ${found}, from float32's by ${rounding}`);
  });
});
