// The whole method on a tiny CLIP, in float32: a training step with every loss, recognition, and a step of pretraining. The same for any engine.
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import { clipWeights } from '../../src/clip/stored-weights.ts';
import { float32, sizeOf } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { inOrder } from '../../src/graph/order.ts';
import { constant, input, inputOperator, type Tensor } from '../../src/graph/tensor.ts';
import { objective } from '../../src/method/objective.ts';
import { defaultMethod, type MethodOptions } from '../../src/method/options.ts';
import { pixelInput, recognise } from '../../src/method/recogniser.ts';
import { jointLoss } from '../../src/pretrain/stages/joint-stage.ts';
import { weightFileOf } from '../../src/safetensors/weight-file.ts';
import { tinyClip } from '../support/tiny-clip.ts';

type Outputs = Readonly<Record<string, Tensor>>;

const clip = tinyClip();
const { config } = clip;
const weights = frozenWeights(clipWeights([weightFileOf(clip.bytes, 'tiny.safetensors')], config));
const classes = [[5], [9, 14], [11, 3], [21]].map((tokens, index) => ({ name: String(index), tokens }));
const C = classes.length;
const B = 3;
const depth = config.image.layers;

const values = (name: string, shape: readonly number[], deviation = 1) => {
  const stream = random(11).split(name);
  return float32(
    Float32Array.from({ length: sizeOf(shape) }, () => deviation * stream.normal()),
    shape,
  );
};

const context = () => values('context', [C, 2, config.text.width], 0.2);
const visual = () => values('visual', [depth, 2, config.image.width], 0.2);
const pixels = values('pixels', [B, 3, config.image.size, config.image.size]);
const targets = float32(
  Float32Array.from({ length: B * C }, (_, at) => Number(at % C === (2 * Math.floor(at / C) + 1) % C)),
  [B, C],
);

/** Losses of one step and the gradients of both prompts. */
export function stepGraph(options: Partial<MethodOptions> = {}): Outputs {
  const prompts = { context: input('context', context().shape), visual: input('visual', visual().shape) };
  const parts = objective(
    { config, weights, classTokens: classes, fullStop: 7, scale: 20 },
    prompts,
    {
      hardTokens: constant(values('tokens', [C, config.text.width])),
      hardText: constant(values('text', [C, config.embedding])),
      prototypes: constant(values('prototypes', [C, config.embedding])),
    },
    { pixels: pixelInput(config), targets: input('targets', ['B', C]) },
    { ...defaultMethod, contextTokens: 2, visualPrompts: 2, topPatches: 4, ...options },
  );
  const [contextSlope, visualSlope] = gradients(parts.loss, [prompts.context, prompts.visual]);
  return { loss: parts.loss, contextSlope: contextSlope!, visualSlope: visualSlope! };
}

/** Scores of faces, with trained prompts. */
export function recognitionGraph(): Outputs {
  const { probabilities, logits, patchSimilarity } = recognise(
    {
      config,
      weights,
      pixels: pixelInput(config),
      text: input('text', [C, config.embedding]),
      visual: input('visual', visual().shape),
    },
    { topPatches: 4, localWeight: 1, localFeature: 'token', scale: 20 },
  );
  return { probabilities, logits, patchSimilarity: patchSimilarity! };
}

/** The loss of both towers together and the gradients of all their weights. */
export function pretrainingGraph(): Outputs {
  const sizes = { ...config, text: { ...config.text, positions: 24 } };
  const loss = jointLoss(sizes, C, 4, { localWeight: 0.5, captionWeight: 0.5 });
  const parameters = inOrder([loss]).filter(
    ({ operator, type, shape }) => operator === inputOperator && type === 'float32' && !shape.includes('B'),
  );
  const slopes = gradients(loss, parameters);
  return { loss, ...Object.fromEntries(slopes.map((slope, index) => [`slope${index}`, slope])) };
}

export const methodGraphs: Readonly<Record<string, () => Outputs>> = {
  'a training step with every loss': () => stepGraph(),
  'a training step with every alignment by its L1 distance': () =>
    stepGraph({ promptAlignment: 'l1', prototypeAlignment: 'l1' }),
  recognition: recognitionGraph,
  'a step of pretraining': pretrainingGraph,
};

export interface PromptRun {
  /** The loss before each step. */
  readonly losses: readonly number[];
  /** Of the first step, context before visual prompts. */
  readonly slopes: readonly number[];
  /** Behind the last step. */
  readonly prompts: readonly number[];
}

/** Ten steps of gradient descent on both prompts. */
export async function trainPrompts(engine: Engine, options: Partial<MethodOptions> = {}): Promise<PromptRun> {
  const program = await engine.compile(stepGraph(options));
  const arrays = { context: context(), visual: visual() };
  const learnt = [arrays.context.data, arrays.visual.data] as const;
  const losses: number[] = [];
  let slopes: number[] | undefined;
  for (let step = 0; step < 10; step++) {
    const found = await program.run({ pixels, targets, ...arrays });
    losses.push(Number(found.loss!.data[0]));
    const moved = [found.contextSlope!.data, found.visualSlope!.data];
    slopes ??= moved.flatMap((slope) => Array.from(slope, Number));
    learnt.forEach((array, index) => {
      for (let at = 0; at < array.length; at++) array[at] = Number(array[at]) - 0.05 * Number(moved[index]![at]);
    });
  }
  await program.release();
  return { losses, slopes: slopes!, prompts: learnt.flatMap((array) => Array.from(array, Number)) };
}

/** What recognition says about three faces. */
export async function recogniseFaces(engine: Engine): Promise<Readonly<Record<string, readonly number[]>>> {
  const program = await engine.compile(recognitionGraph());
  const found = await program.run({ pixels, text: values('text', [C, config.embedding]), visual: visual() });
  await program.release();
  return Object.fromEntries(Object.entries(found).map(([name, { data }]) => [name, Array.from(data, Number)]));
}
