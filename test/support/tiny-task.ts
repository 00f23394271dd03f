// A tiny task for the objective: classes, prompts, anchors and a batch, all seeded and in float64.
import { float64, type NumericArray, sizeOf } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import type { Arrays } from '../../src/engine/engine.ts';
import { constant, input, type Tensor } from '../../src/graph/tensor.ts';
import { initialBottleneck } from '../../src/method/class-aware.ts';
import { hardPrompts } from '../../src/method/hard-prompt.ts';
import { initialFactors } from '../../src/method/low-rank-prompts.ts';
import { type Anchors, type Frozen, type Objective, objective } from '../../src/method/objective.ts';
import { defaultMethod, type MethodOptions } from '../../src/method/options.ts';
import type { Prompts } from '../../src/method/prompts.ts';
import { engine } from './evaluate.ts';
import { gaussian, type TinyClip, tinyClip } from './tiny-clip.ts';

export const classes = [
  { name: 'joy', tokens: [5] },
  { name: 'deep sorrow', tokens: [9, 14] },
  { name: 'cold anger', tokens: [11, 3] },
  { name: 'awe', tokens: [21] },
];

export const fullStop = 7;

export interface TinyTask {
  readonly clip: TinyClip;
  readonly frozen: Frozen;
  /** Those that the options ask for, context and visual prompts always. */
  readonly prompts: Prompts & { readonly visual: Tensor; readonly residual: Tensor };
  readonly anchors: Anchors;
  readonly parts: Objective;
  readonly feeds: Readonly<Record<'context' | 'visual' | 'pixels' | 'targets', NumericArray<'float64'>>> & {
    readonly [Kind in 'residual' | 'bottleneck' | 'factors' | 'textWeights' | 'imageWeights']?: NumericArray<'float64'>;
  };
}

export interface TinyTaskOptions {
  readonly method?: Partial<MethodOptions>;
  readonly clip?: TinyClip;
  readonly batch?: number;
  /** Layers with visual prompts, default 3 (all); 0 for none. */
  readonly depth?: number;
  readonly shared?: boolean;
  /** Class vectors with a residual. */
  readonly residual?: boolean;
}

/** The objective on a tiny CLIP at scale 20, where it is smooth enough for numerical differentiation. */
export function tinyTask({
  method,
  clip = tinyClip(),
  batch = 3,
  depth = 3,
  shared,
  residual = false,
}: TinyTaskOptions = {}): TinyTask {
  const { config, weights } = clip;
  const options = { ...defaultMethod, topPatches: 4, ...method };
  const source = random(31);
  const count = classes.length;
  const { size, width } = config.image;
  const feeds = {
    context: gaussian(source.split('V'), shared ? [2, config.text.width] : [count, 2, config.text.width], 0.2),
    visual: gaussian(source.split('P'), [Math.max(depth, 1), 2, width], 0.2),
    ...(residual && { residual: gaussian(source.split('r'), [count, config.embedding], 0.2) }),
    ...(options.promptRank > 0 && { factors: widened(initialFactors(options, config, 2, source)) }),
    ...(options.weightRank > 0 && {
      textWeights: gaussian(
        source.split('text'),
        [config.text.layers, 3, 2, options.weightRank, config.text.width],
        0.2,
      ),
      imageWeights: gaussian(source.split('image'), [config.image.layers, 3, 2, options.weightRank, width], 0.2),
    }),
    ...(options.classAware && { bottleneck: widened(initialBottleneck(config, 2, source)) }),
    pixels: gaussian(source.split('pixels'), [batch, 3, size, size]),
    targets: oneHot(Array.from({ length: batch }, (_, row) => (2 * row + 1) % count)),
  };
  const leaf = (name: 'context' | 'visual') => input(name, feeds[name].shape, 'float64');
  const prompts = {
    context: leaf('context'),
    visual: leaf('visual'),
    residual: input('residual', [count, config.embedding], 'float64'),
    ...(feeds.factors && { factors: input('factors', feeds.factors.shape, 'float64') }),
    ...(feeds.textWeights && { textWeights: input('textWeights', feeds.textWeights.shape, 'float64') }),
    ...(feeds.imageWeights && { imageWeights: input('imageWeights', feeds.imageWeights.shape, 'float64') }),
    ...(feeds.bottleneck && { bottleneck: input('bottleneck', feeds.bottleneck.shape, 'float64') }),
  };
  const { tokens, text } = hardPrompts(
    weights.text,
    config,
    classes.map((own, index) => [[38, 2, 30 + index, 4, ...own.tokens, 39]]),
  );
  const anchors = {
    hardTokens: tokens,
    hardText: text,
    prototypes: constant(gaussian(source.split('p'), [count, config.embedding], 3)),
  };
  const images = {
    pixels: input('pixels', ['B', 3, size, size], 'float64'),
    targets: input('targets', ['B', count], 'float64'),
  };
  const frozen: Frozen = { config, weights, classTokens: classes, fullStop, scale: 20 };
  const used = {
    ...prompts,
    visual: depth > 0 && !feeds.factors ? prompts.visual : undefined,
    residual: residual ? prompts.residual : undefined,
  };
  return { clip, frozen, prompts, anchors, feeds, parts: objective(frozen, used, anchors, images, options) };
}

const widened = ({ data, shape }: NumericArray<'float32'>): NumericArray<'float64'> => float64([...data], shape);

export function oneHot(labels: readonly number[], count = classes.length): NumericArray<'float64'> {
  const hot = new Float64Array(sizeOf([labels.length, count]));
  labels.forEach((label, row) => {
    hot[row * count + label] = 1;
  });
  return float64(hot, [labels.length, count]);
}

/** Values of some outputs; feeds that they do not need are dropped. */
export async function taskValues<Name extends string>(
  { feeds }: TinyTask,
  outputs: Readonly<Record<Name, Tensor>>,
): Promise<Readonly<Record<Name, NumericArray>>> {
  const program = await engine.compile(outputs);
  try {
    return await program.run(neededFeeds(feeds, program.model.inputs));
  } finally {
    await program.release();
  }
}

export const neededFeeds = (feeds: TinyTask['feeds'], inputs: readonly { readonly name: string }[]): Arrays =>
  Object.fromEntries(
    inputs.flatMap(({ name }) => {
      const value = feeds[name as keyof typeof feeds];
      return value === undefined ? [] : [[name, value]];
    }),
  );
