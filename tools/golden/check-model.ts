// Checks towers, objective, gradients and ten steps of training against a folder of PyTorch references.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readClipConfig } from '../../src/clip/config.ts';
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import { imageTower } from '../../src/clip/image-tower.ts';
import { inferClipConfig } from '../../src/clip/infer-config.ts';
import { clipWeights } from '../../src/clip/stored-weights.ts';
import { textTower } from '../../src/clip/text-tower.ts';
import { tokenBatch } from '../../src/clip/token-batch.ts';
import type { NumericArray } from '../../src/core/array.ts';
import type { Arrays, Engine } from '../../src/engine/engine.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { exp } from '../../src/graph/ops/exp.ts';
import { gather } from '../../src/graph/ops/gather.ts';
import { multiply } from '../../src/graph/ops/multiply.ts';
import { constant, input, type Tensor } from '../../src/graph/tensor.ts';
import { hardPrompts } from '../../src/method/hard-prompt.ts';
import { type Frozen, type Objective, objective } from '../../src/method/objective.ts';
import { defaultMethod, type MethodOptions } from '../../src/method/options.ts';
import { cosines } from '../../src/nn/cosine.ts';
import { clipFactor, type Floats, gradientNorm } from '../../src/nn/optim/gradient-norm.ts';
import { sgdState, sgdStep } from '../../src/nn/optim/sgd.ts';
import { inPrecision, type Reference, readReference, weightFileAt } from './reference-file.ts';
import { type Check, relativeError } from './report.ts';
import type { Precision, Quantity } from './tolerance.ts';

const caseSchema = z.object({
  file: z.string(),
  sot: z.int(),
  eot: z.int(),
  dot: z.int(),
  k: z.int(),
  scale: z.number(),
  w_local: z.number(),
  tau: z.number(),
  pa: z.enum(['contrastive', 'l1', 'cosine']),
  proto: z.enum(['cosine', 'l1']),
  beta: z.number(),
  gamma: z.number(),
});

const metaSchema = z.object({ name_token_ids: z.array(z.array(z.int())), cases: z.array(caseSchema) });

type Case = z.infer<typeof caseSchema>;

/** All checks of one folder, under both names that weights come in. */
export async function checkModel(folder: string, engine: Engine): Promise<readonly Check[]> {
  const meta = metaSchema.parse(JSON.parse(readFileSync(join(folder, 'meta.json'), 'utf8')));
  const checks: Check[] = [];
  const models: Record<string, Model> = {};
  const huggingFace = join(folder, 'hf', 'model.safetensors');
  const openai = join(folder, 'openai.safetensors');
  const configFile = join(folder, 'hf', 'config.json');
  if (existsSync(huggingFace)) {
    const config = readClipConfig(JSON.parse(readFileSync(configFile, 'utf8')), configFile);
    models['Hugging Face'] = { config, stored: clipWeights([weightFileAt(huggingFace)], config) };
  }
  if (existsSync(openai)) {
    const file = weightFileAt(openai);
    const config = inferClipConfig([file]);
    models.OpenAI = { config, stored: clipWeights([file], config) };
  }
  for (const precision of ['float32', 'float64'] as const) {
    for (const [names, model] of Object.entries(models)) {
      const record = (quantity: string, kind: Quantity, found: NumericArray, wanted: NumericArray) =>
        checks.push({ quantity, kind, precision, error: relativeError(found, wanted) });
      await checkTowers(model, readReference(join(folder, 'towers.safetensors')), engine, precision, (name, ...rest) =>
        record(`${name} (${names} names)`, ...rest),
      );
    }
    const model = models['Hugging Face'] ?? models.OpenAI!;
    for (const item of meta.cases) {
      const record: RecordCheck = (quantity, kind, found, wanted) =>
        checks.push({ quantity, kind, precision, error: relativeError(found, wanted) });
      await checkObjective(
        model,
        meta.name_token_ids,
        item,
        readReference(join(folder, item.file)),
        engine,
        precision,
        record,
      );
    }
  }
  return checks;
}

interface Model {
  readonly config: ReturnType<typeof readClipConfig>;
  readonly stored: ReturnType<typeof clipWeights>;
}

type RecordCheck = (quantity: string, kind: Quantity, found: NumericArray, wanted: NumericArray) => void;

async function checkTowers(
  { config, stored }: Model,
  reference: Reference,
  engine: Engine,
  precision: Precision,
  record: RecordCheck,
): Promise<void> {
  const weights = frozenWeights(stored, precision);
  const pixels = inPrecision(reference('pixels'), precision);
  const image = imageTower(weights.image, config, input('pixels', ['B', ...pixels.shape.slice(1)], precision));
  const tokens = tokenBatch(sequencesOf(reference('token_ids'), config.text.endToken), config.text);
  const embeddings = gather(weights.text.tokenEmbedding, constant(tokens.ids));
  const text = textTower(weights.text, config, embeddings, constant(tokens.ends));
  const program = await engine.compile({
    image_embeds: image.global,
    patch_embeds: image.patches,
    text_embeds: text,
    logits_per_image: multiply(cosines(image.global, text), exp(weights.logitScale)),
  });
  const found = await program.run({ pixels });
  for (const [name, array] of Object.entries(found)) record(name, 'feature', array, reference(name));
  await program.release();
}

function sequencesOf(ids: NumericArray, end: number): number[][] {
  const length = ids.shape[1]!;
  return Array.from({ length: ids.shape[0]! }, (_, row) => {
    const sequence = Array.from(ids.data.slice(row * length, (row + 1) * length) as BigInt64Array, Number);
    return sequence.slice(0, sequence.indexOf(end) + 1);
  });
}

const features: Readonly<{ [name: string]: keyof Objective }> = {
  soft_tokens: 'softTokens',
  soft_text: 'softText',
  image_global: 'imageGlobal',
  image_patches: 'imagePatches',
  global_similarity: 'globalSimilarity',
  local_similarity: 'localSimilarity',
  logits: 'logits',
};

const losses: Readonly<{ [name: string]: keyof Objective }> = {
  loss: 'loss',
  classification: 'classification',
  token_alignment: 'tokenAlignment',
  prompt_alignment: 'promptAlignment',
  prototype_alignment: 'prototypeAlignment',
};

async function checkObjective(
  { config, stored }: Model,
  names: readonly (readonly number[])[],
  item: Case,
  reference: Reference,
  engine: Engine,
  precision: Precision,
  record: RecordCheck,
): Promise<void> {
  const text = { ...config.text, startToken: item.sot, endToken: item.eot };
  const sized = { ...config, text };
  const weights = frozenWeights(stored, precision);
  const given = (name: string) => inPrecision(reference(name), precision);

  const hard = hardPrompts(
    weights.text,
    sized,
    sequencesOf(reference('hard_token_ids'), item.eot).map((sequence) => [sequence]),
  );
  const hardProgram = await engine.compile({ hard_tokens: hard.tokens, hard_text: hard.text });
  const hardValues = await hardProgram.run({});
  for (const [name, array] of Object.entries(hardValues)) record(name, 'feature', array, reference(name));
  await hardProgram.release();

  const context = given('context');
  const visual = given('visual_prompts');
  const pixels = given('pixels');
  const frozen: Frozen = {
    config: sized,
    weights,
    classes: names.map((tokens, index) => ({ name: String(index), tokens })),
    fullStop: item.dot,
    scale: item.scale,
  };
  const prompts = {
    context: input('context', context.shape, precision),
    visual: input('visual', visual.shape, precision),
  };
  const anchors = {
    hardTokens: constant(hardValues.hard_tokens!),
    hardText: constant(hardValues.hard_text!),
    prototypes: constant(given('prototypes')),
  };
  const batch = {
    pixels: input('pixels', ['B', ...pixels.shape.slice(1)], precision),
    targets: input('targets', ['B', names.length], precision),
  };
  const parts = objective(frozen, prompts, anchors, batch, optionsOf(item));
  const [gradContext, gradVisual] = gradients(parts.loss, [prompts.context, prompts.visual]);
  const wanted: { [name: string]: Tensor } = { grad_context: gradContext!, grad_visual_prompts: gradVisual! };
  for (const [name, key] of Object.entries({ ...features, ...losses })) wanted[name] = parts[key]!;
  const program = await engine.compile(wanted);

  const targetsOf = (labels: NumericArray, begin = 0, count = labels.data.length): NumericArray => {
    const hot = new Float64Array(count * names.length);
    for (let row = 0; row < count; row++) hot[row * names.length + Number(labels.data[begin + row])] = 1;
    return inPrecision({ type: 'float64', shape: [count, names.length], data: hot }, precision);
  };
  const found = await program.run({ context, visual, pixels, targets: targetsOf(reference('labels')) });
  for (const name of Object.keys(features)) record(name, 'feature', found[name]!, reference(name));
  for (const name of Object.keys(losses)) record(name, 'loss', found[name]!, reference(name));
  for (const name of ['grad_context', 'grad_visual_prompts']) record(name, 'gradient', found[name]!, reference(name));

  // Ten steps of the optimiser.
  const parameters = [context.data.slice() as Floats, visual.data.slice() as Floats];
  const state = sgdState(parameters);
  const stepPixels = given('step_pixels');
  const stepLabels = reference('step_labels');
  const rates = reference('step_learning_rates');
  const [steps, size] = stepLabels.shape as [number, number];
  const imageLength = stepPixels.data.length / steps;
  const curve = new Float64Array(steps * 6);
  for (let step = 0; step < steps; step++) {
    const feeds: Arrays = {
      context: { ...context, data: parameters[0]! },
      visual: { ...visual, data: parameters[1]! },
      pixels: {
        type: precision,
        shape: stepPixels.shape.slice(1),
        data: stepPixels.data.slice(step * imageLength, (step + 1) * imageLength),
      },
      targets: targetsOf(stepLabels, step * size, size),
    };
    const values = await program.run(feeds);
    const slopes = [values.grad_context!.data as Floats, values.grad_visual_prompts!.data as Floats];
    const norm = gradientNorm(slopes);
    curve.set([...Object.keys(losses).map((name) => Number(values[name]!.data[0])), norm], step * 6);
    sgdStep(
      parameters,
      slopes,
      state,
      { momentum: 0.9, weightDecay: 5e-4 },
      Number(rates.data[step]),
      clipFactor(norm, 1),
    );
  }
  await program.release();
  record('step_curve', 'curve', { type: 'float64', shape: [steps, 6], data: curve }, reference('step_curve'));
  record('final_context', 'curve', { ...context, data: parameters[0]! }, reference('final_context'));
  record('final_visual_prompts', 'curve', { ...visual, data: parameters[1]! }, reference('final_visual_prompts'));
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
