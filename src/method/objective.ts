// The whole objective of MPA-FER (Eq. 12): L = L_vt + beta (L_ta + L_pa) + gamma L_v, every part by name.
import type { ClipConfig } from '../clip/config.ts';
import { globalOf, imageTower } from '../clip/image-tower.ts';
import type { ClipWeights } from '../clip/weights.ts';
import { add } from '../graph/ops/add.ts';
import { linear } from '../graph/ops/linear.ts';
import { multiply } from '../graph/ops/multiply.ts';
import { scalar, type Tensor } from '../graph/tensor.ts';
import { crossEntropy } from '../nn/cross-entropy.ts';
import { contrastiveAlignment } from './losses/contrastive-alignment.ts';
import { cosineAlignment } from './losses/cosine-alignment.ts';
import { l1Alignment } from './losses/l1-alignment.ts';
import { weightedCrossEntropy } from './losses/weighted-cross-entropy.ts';
import type { MethodOptions } from './options.ts';
import { fusedLogits, globalSimilarity, localSimilarity } from './similarity.ts';
import { type ClassName, softPrompts } from './soft-prompt.ts';

/** What is learned; everything else is frozen. */
export interface Prompts {
  /** V: [C, M, Dt], or [M, Dt] shared. */
  readonly context: Tensor;
  /** P: [depth, N_p, Dv]; absent is text prompts only. */
  readonly visual?: Tensor | undefined;
}

/** What the objective compares with, all constant during training. */
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

export interface Batch {
  /** [B, 3, S, S], normalised. */
  readonly pixels: Tensor;
  /** [B, C], one-hot or soft; rows sum to 1. */
  readonly targets: Tensor;
}

/** Every quantity of a step. Losses that are switched off are absent; what is not asked for is never computed. */
export interface Objective {
  readonly softTokens: Tensor;
  readonly softText: Tensor;
  readonly imageGlobal: Tensor;
  readonly imagePatches: Tensor;
  readonly globalSimilarity: Tensor;
  readonly localSimilarity?: Tensor;
  readonly logits: Tensor;
  /** L_vt, Eq. 11; ln C at chance. */
  readonly classification: Tensor;
  /** L_ta, Eq. 1-2. */
  readonly tokenAlignment?: Tensor;
  /** L_pa, Eq. 3. */
  readonly promptAlignment?: Tensor;
  /** L_v, Eq. 7. */
  readonly prototypeAlignment?: Tensor;
  readonly loss: Tensor;
}

/** The model that is trained on: its sizes, frozen weights, and what its tokenizer calls the classes. */
export interface Frozen {
  readonly config: ClipConfig;
  readonly weights: ClipWeights<Tensor>;
  readonly classes: readonly ClassName[];
  readonly fullStop: number;
  /** exp of the model's logit scale. */
  readonly scale: number;
}

/** The objective of one batch as graph tensors; `gradients(objective.loss, [context, visual])` trains it. */
export function objective(
  { config, weights, classes, fullStop, scale }: Frozen,
  prompts: Prompts,
  anchors: Anchors,
  batch: Batch,
  options: MethodOptions,
): Objective {
  const soft = softPrompts(weights.text, config, prompts.context, classes, fullStop);
  const image = imageTower(weights.image, config, batch.pixels, prompts.visual);
  const imagePatches = options.localFeature === 'value-path' ? image.valuePatches : image.patches;

  const imageGlobal = globalOf(image, options.topPatches > 0 && options.localFeature === 'token');
  const global = globalSimilarity(imageGlobal, soft.text);
  const patches = imagePatches.shape[1] as number;
  const local =
    options.topPatches === 0
      ? undefined
      : localSimilarity(imagePatches, soft.text, Math.min(options.topPatches, patches)).local;
  const logits = fusedLogits(global, local, options.localWeight, options.scale ?? scale);
  const classification = anchors.classWeights
    ? weightedCrossEntropy(logits, batch.targets, anchors.classWeights)
    : crossEntropy(logits, batch.targets);

  const tokenAlignment = options.tokenAlignment
    ? contrastiveAlignment(soft.tokens, anchors.hardTokens, options.textTemperature)
    : undefined;
  const promptAlignment = promptAlignmentOf(soft.text, anchors.hardText, options);
  const prototypeAlignment = prototypeAlignmentOf(imageGlobal, anchors.prototypes, batch.targets, options);

  const weigh = (part: Tensor | undefined, factor: number) =>
    part === undefined || factor === 0 ? [] : [multiply(part, scalar(factor, part.type))];
  const loss = [
    ...weigh(tokenAlignment, options.beta),
    ...weigh(promptAlignment, options.beta),
    ...weigh(prototypeAlignment, options.gamma),
  ].reduce(add, classification);

  return {
    softTokens: soft.tokens,
    softText: soft.text,
    imageGlobal,
    imagePatches,
    globalSimilarity: global,
    logits,
    classification,
    loss,
    ...(local && { localSimilarity: local }),
    ...(tokenAlignment && { tokenAlignment }),
    ...(promptAlignment && { promptAlignment }),
    ...(prototypeAlignment && { prototypeAlignment }),
  };
}

function promptAlignmentOf(soft: Tensor, hard: Tensor, options: MethodOptions): Tensor | undefined {
  switch (options.promptAlignment) {
    case 'contrastive':
      return contrastiveAlignment(soft, hard, options.textTemperature);
    case 'l1':
      return l1Alignment(soft, hard);
    case 'cosine':
      return cosineAlignment(soft, hard);
    case 'none':
      return undefined;
  }
}

/** M(z_i, p_{y_i}); with soft targets, p is the mixture of prototypes that the target says. */
function prototypeAlignmentOf(
  global: Tensor,
  prototypes: Tensor,
  targets: Tensor,
  options: MethodOptions,
): Tensor | undefined {
  if (options.prototypeAlignment === 'none') return undefined;
  const own = linear(targets, prototypes, 'in-out');
  return options.prototypeAlignment === 'l1' ? l1Alignment(global, own) : cosineAlignment(global, own);
}
