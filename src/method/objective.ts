// The whole objective of MPA-FER (Eq. 12): L = L_vt + beta (L_ta + L_pa) + gamma L_v, every part by name.
import type { ClipConfig } from '../clip/config.ts';
import type { ClipWeights } from '../clip/weights.ts';
import { add } from '../graph/ops/add.ts';
import { multiply } from '../graph/ops/multiply.ts';
import { scalar, type Tensor } from '../graph/tensor.ts';
import { type Batch, type ImageObjective, imageObjective } from './image-objective.ts';
import type { MethodOptions } from './options.ts';
import type { Prompts } from './prompts.ts';
import { type ClassTokens, softPrompts } from './soft-prompt.ts';
import { type TextObjective, textObjective } from './text-objective.ts';

/** The targets of the alignment losses, all constant during training. */
export interface Anchors {
  /** t* [C, Dt] */
  readonly hardTokens: Tensor;
  /** g* [C, E] */
  readonly hardText: Tensor;
  /** p [C, E], not at unit length. */
  readonly prototypes: Tensor;
  /** How much each class counts in L_vt, [C]; all the same where absent. */
  readonly classWeights?: Tensor | undefined;
}

/** Every quantity of a step. Losses that are switched off are absent, and only requested outputs are computed. */
export interface Objective extends ImageObjective, TextObjective {
  readonly softTokens: Tensor;
  readonly softText: Tensor;
  readonly loss: Tensor;
}

/** The frozen model: its sizes and weights, and the classes as tokens. */
export interface Frozen {
  readonly config: ClipConfig;
  readonly weights: ClipWeights<Tensor>;
  readonly classTokens: readonly ClassTokens[];
  readonly fullStop: number;
  /** exp of the model's logit scale. */
  readonly scale: number;
}

/** The objective of one batch as graph tensors; `gradients(objective.loss, [context, visual])` trains it. */
export function objective(
  { config, weights, classTokens, fullStop, scale }: Frozen,
  prompts: Prompts,
  anchors: Anchors,
  batch: Batch,
  options: MethodOptions,
): Objective {
  const soft = softPrompts(weights.text, config, prompts.context, classTokens, fullStop);
  const { prototypes, classWeights } = anchors;
  const side = { config, weights, scale, text: soft.text, visual: prompts.visual, prototypes, classWeights };
  const image = imageObjective(side, batch, options);
  const text = textObjective(soft, anchors, options);
  return {
    softTokens: soft.tokens,
    softText: soft.text,
    ...image,
    ...text,
    loss: totalLoss({ ...image, ...text }, options),
  };
}

/** The weighted sum of the losses that are present. */
export const totalLoss = (
  parts: Pick<ImageObjective, 'classification' | 'prototypeAlignment'> & TextObjective,
  { beta, gamma }: Pick<MethodOptions, 'beta' | 'gamma'>,
): Tensor =>
  [
    ...weighed(parts.tokenAlignment, beta),
    ...weighed(parts.promptAlignment, beta),
    ...weighed(parts.prototypeAlignment, gamma),
  ].reduce(add, parts.classification);

/** A loss times its weight; nothing if the weight is 0. */
const weighed = (part: Tensor | undefined, factor: number): readonly Tensor[] =>
  part === undefined || factor === 0 ? [] : [multiply(part, scalar(factor, part.type))];
