// One case: every feature, loss and gradient of the objective, then ten steps of training.
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import { copyArray, float64, type NumericArray, rowsOf } from '../../src/core/array.ts';
import type { Arrays, Engine, Program } from '../../src/engine/engine.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { constant, input, type Tensor } from '../../src/graph/tensor.ts';
import { hardPrompts } from '../../src/method/hard-prompt.ts';
import { type Anchors, type Frozen, type Objective, objective } from '../../src/method/objective.ts';
import { defaultMethod, type MethodOptions } from '../../src/method/options.ts';
import { clipFactor, type Floats, gradientNorm } from '../../src/nn/optim/gradient-norm.ts';
import { sgdBuffer, sgdStep } from '../../src/nn/optim/sgd.ts';
import type { Record } from './check-model.ts';
import type { Case } from './meta.ts';
import type { Model } from './models.ts';
import { inPrecision, type Reference, sequencesOf } from './reference-file.ts';
import type { Precision, Quantity } from './tolerance.ts';

const features: Readonly<{ [name: string]: keyof Objective }> = {
  soft_tokens: 'softTokens',
  soft_text: 'softText',
  image_global: 'imageGlobal',
  image_patches: 'imagePatches',
  global_similarity: 'globalSimilarity',
  local_similarity: 'localSimilarity',
  logits: 'logits',
};

/** In the order of the curve's columns. */
const losses: Readonly<{ [name: string]: keyof Objective }> = {
  loss: 'loss',
  classification: 'classification',
  token_alignment: 'tokenAlignment',
  prompt_alignment: 'promptAlignment',
  prototype_alignment: 'prototypeAlignment',
};

export async function checkObjective(
  { config, stored }: Model,
  item: Case,
  reference: Reference,
  engine: Engine,
  precision: Precision,
  record: Record,
): Promise<void> {
  const frozen: Frozen = {
    config: { ...config, text: { ...config.text, startToken: item.sot, endToken: item.eot } },
    weights: frozenWeights(stored, precision),
    classTokens: item.name_token_ids.map((tokens, index) => ({ name: String(index), tokens })),
    fullStop: item.dot,
    scale: item.scale,
  };
  const given = (name: string) => inPrecision(reference(name), precision);
  const [context, visual, pixels] = [given('context'), given('visual_prompts'), given('pixels')];
  const prompts = {
    context: input('context', context.shape, precision),
    visual: input('visual', visual.shape, precision),
  };
  const hard = await checkHardPrompts(
    frozen,
    sequencesOf(reference('hard_token_ids'), item.eot),
    engine,
    record,
    reference,
  );
  const anchors = { ...hard, prototypes: constant(given('prototypes')) };
  const batch = {
    pixels: input('pixels', ['B', ...pixels.shape.slice(1)], precision),
    targets: input('targets', ['B', frozen.classTokens.length], precision),
  };
  const parts = objective(frozen, prompts, anchors, batch, optionsOf(item));
  const [gradContext, gradVisual] = gradients(parts.loss, [prompts.context, prompts.visual]);
  const wanted: { [name: string]: Tensor } = { grad_context: gradContext!, grad_visual_prompts: gradVisual! };
  for (const [name, key] of Object.entries({ ...features, ...losses })) wanted[name] = parts[key]!;
  const program = await engine.compile(wanted);

  const targets = oneHot(reference('labels'), frozen.classTokens.length, precision);
  const found = await program.run({ context, visual, pixels, targets });
  for (const name of Object.keys(features)) record(name, 'feature', found[name]!, reference(name));
  for (const name of Object.keys(losses)) record(name, kindOf(name, item), found[name]!, reference(name));
  for (const name of ['grad_context', 'grad_visual_prompts']) record(name, 'gradient', found[name]!, reference(name));
  await checkSteps(program, { context, visual }, frozen.classTokens.length, reference, precision, record);
  await program.release();
}

const kindOf = (loss: string, { pa }: Case): Quantity =>
  loss === 'prototype_alignment' || (loss === 'prompt_alignment' && pa !== 'contrastive') ? 'loss' : 'cross-entropy';

async function checkHardPrompts(
  { weights, config }: Frozen,
  sequences: readonly (readonly number[])[],
  engine: Engine,
  record: Record,
  reference: Reference,
): Promise<Pick<Anchors, 'hardTokens' | 'hardText'>> {
  const { tokens, text } = hardPrompts(
    weights.text,
    config,
    sequences.map((sequence) => [sequence]),
  );
  const program = await engine.compile({ hard_tokens: tokens, hard_text: text });
  const values = await program.run({});
  await program.release();
  for (const [name, array] of Object.entries(values)) record(name, 'feature', array, reference(name));
  return { hardTokens: constant(values.hard_tokens!), hardText: constant(values.hard_text!) };
}

/** Each column of the curve separately: next to gradient norms of several hundred, a wrong loss would go unnoticed. */
async function checkSteps(
  program: Program<string>,
  { context, visual }: { context: NumericArray<Precision>; visual: NumericArray<Precision> },
  classes: number,
  reference: Reference,
  precision: Precision,
  record: Record,
): Promise<void> {
  const learned = { context: copyArray(context), visual: copyArray(visual) };
  const momentum = { context: sgdBuffer(learned.context.data), visual: sgdBuffer(learned.visual.data) };
  const pixels = inPrecision(reference('step_pixels'), precision);
  const targets = oneHot(reference('step_labels'), classes, precision);
  const rates = reference('step_learning_rates').data;
  const curve = reference('step_curve');
  const columns = [...Object.keys(losses), 'gradient_norm'];
  const found = columns.map((): number[] => []);
  for (let step = 0; step < rates.length; step++) {
    const feeds: Arrays = {
      ...learned,
      pixels: item(pixels, step),
      targets: item(targets, step),
    };
    const values = await program.run(feeds);
    const slopes = { context: values.grad_context!.data as Floats, visual: values.grad_visual_prompts!.data as Floats };
    const norm = gradientNorm([slopes.context, slopes.visual]);
    columns.forEach((name, column) => {
      found[column]!.push(column < columns.length - 1 ? Number(values[name]!.data[0]) : norm);
    });
    const rate = Number(rates[step]);
    const settings = { momentum: 0.9, weightDecay: 5e-4, rate, factor: clipFactor(norm, 1) };
    for (const kind of ['context', 'visual'] as const)
      sgdStep(learned[kind].data, momentum[kind], slopes[kind], settings);
  }
  columns.forEach((name, column) => {
    const wanted = Array.from(curve.data, Number).filter((_, index) => index % columns.length === column);
    record(`step_curve ${name}`, 'curve', float64(found[column]!, [rates.length]), float64(wanted, [wanted.length]));
  });
  record('final_context', 'curve', learned.context, reference('final_context'));
  record('final_visual_prompts', 'curve', learned.visual, reference('final_visual_prompts'));
}

/** Element `index` along the first axis. */
function item(array: NumericArray, index: number): NumericArray {
  const row = copyArray(rowsOf(array, index, index + 1));
  return { ...row, shape: row.shape.slice(1) };
}

/** Labels [...] as targets [..., C]. */
function oneHot({ shape, data }: NumericArray, classes: number, type: Precision): NumericArray {
  const hot = new Float64Array(data.length * classes);
  data.forEach((label: number | bigint, row: number) => {
    hot[row * classes + Number(label)] = 1;
  });
  return inPrecision(float64(hot, [...shape, classes]), type);
}

const optionsOf = (item: Case): MethodOptions => ({
  ...defaultMethod,
  topPatches: item.k,
  localWeight: item.w_local,
  textTemperature: item.tau,
  promptAlignment: item.pa,
  prototypeAlignment: item.proto,
  beta: item.beta,
  gamma: item.gamma,
});
