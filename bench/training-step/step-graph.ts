// The graph of a complete training step of the benchmark: losses and gradients of the prompts, for random prompts and anchors.
import type { ClipConfig } from '../../src/clip/config.ts';
import type { ClipWeights } from '../../src/clip/weights.ts';
import { float32, type NumericArray } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { constant, input, type Tensor } from '../../src/graph/tensor.ts';
import { initialContext, initialVisualPrompts } from '../../src/method/initial-prompts.ts';
import { objective } from '../../src/method/objective.ts';
import { defaultMethod } from '../../src/method/options.ts';
import { contextTokens, fullStop, nameTokens, visualPrompts } from './task.ts';

export interface StepOptions {
  readonly contextTokens?: number;
  readonly visualPrompts?: number;
  readonly classes?: number;
  readonly fullStop?: number;
  /** s, the logit scale. */
  readonly scale?: number;
  /** Tokens of one class name. */
  readonly name?: (index: number) => readonly number[];
}

export interface StepGraph {
  readonly outputs: Readonly<Record<'loss' | 'contextSlope' | 'visualSlope', Tensor>>;
  readonly context: NumericArray;
  readonly visual: NumericArray;
  readonly classes: number;
}

/** Class names if there are more than seven. */
const nameOf = (index: number): readonly number[] => nameTokens[index] ?? [1000 + index];

/** The benchmark's task with random prompts and prototypes. */
export function stepTask(config: ClipConfig, weights: ClipWeights<Tensor>, options: StepOptions = {}) {
  const count = options.classes ?? nameTokens.length;
  const source = random(1);
  const classes = Array.from({ length: count }, (_, index) => ({
    name: String(index),
    tokens: (options.name ?? nameOf)(index),
  }));
  const method = {
    ...defaultMethod,
    contextTokens: options.contextTokens ?? contextTokens,
    visualPrompts: options.visualPrompts ?? visualPrompts,
  };
  const gaussian = (name: string, width: number) =>
    float32(Float32Array.from({ length: count * width }, source.split(name).normal), [count, width]);
  return {
    method,
    frozen: {
      config,
      weights,
      classTokens: classes,
      fullStop: options.fullStop ?? fullStop,
      scale: options.scale ?? 100,
    },
    context: initialContext(method, config, count, source),
    visual: initialVisualPrompts(method, config, source)!,
    gaussian,
    prototypes: gaussian('p', config.embedding),
  };
}

/** With random anchors, which cost the same as those of hard prompts. */
export function stepGraph(config: ClipConfig, weights: ClipWeights<Tensor>, options: StepOptions = {}): StepGraph {
  const { method, frozen, context, visual, gaussian, prototypes } = stepTask(config, weights, options);
  const count = frozen.classTokens.length;
  const { size } = config.image;
  const prompts = { context: input('context', context.shape), visual: input('visual', visual.shape) };
  const parts = objective(
    frozen,
    prompts,
    {
      hardTokens: constant(gaussian('t', config.text.width)),
      hardText: constant(gaussian('g', config.embedding)),
      prototypes: constant(prototypes),
    },
    { pixels: input('pixels', ['B', 3, size, size]), targets: input('targets', ['B', count]) },
    method,
  );
  const [contextSlope, visualSlope] = gradients(parts.loss, [prompts.context, prompts.visual]);
  const outputs = { loss: parts.loss, contextSlope: contextSlope!, visualSlope: visualSlope! };
  return { outputs, context, visual, classes: count };
}
