// The whole objective of MPA-FER (Eq. 12): L = L_vt + beta (L_ta + L_pa) + gamma L_v, every part by name.
import { add } from '../graph/ops/add.ts';
import { multiply } from '../graph/ops/multiply.ts';
import { scalar, type Tensor } from '../graph/tensor.ts';
import { type Batch, type ImageObjective, imageObjective } from './image-objective.ts';
import { visualPromptsOf } from './low-rank-prompts.ts';
import type { MethodOptions } from './options.ts';
import { type PromptReader, promptedTexts } from './prompted-texts.ts';
import type { Prompts } from './prompts.ts';
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
  /** w [C, E] */
  readonly vectors: Tensor;
  readonly loss: Tensor;
}

/** The frozen model: its sizes and weights, and the classes as tokens. */
export interface Frozen extends PromptReader {
  /** exp of the model's logit scale. */
  readonly scale: number;
}

/**
 * The objective of one batch as graph tensors; `gradients(objective.loss, [context, visual])` trains it.
 *
 * @param frozen the model: sizes and weights, the classes as tokens, and s
 * @param prompts what trains: context [C, M, Dt] and visual prompts [depth, P, Dv]
 * @param anchors what the alignment losses draw to: t*, g* and the prototypes p
 * @param batch pixels [B, 3, S, S] and targets [B, C]
 * @param options the switches of the method, `defaultMethod` for the paper
 * @throws MpaferError `shape` when they do not fit each other
 * @example
 * ```ts
 * import { openClip } from 'mpafer';
 * import { defaultMethod, frozenWeights, gradients, input, objective } from 'mpafer/graph';
 * const clip = await openClip('face-clip');
 * const { config, weights } = clip;
 * const tokenizer = await clip.tokenizer();
 * const classTokens = ['smile', 'frown'].map((name) => ({ name, tokens: tokenizer.words(name) }));
 * const [fullStop = 0] = tokenizer.words('.');
 * const frozen = { config, weights: frozenWeights(weights), classTokens, fullStop, scale: 25 };
 * const prompts = { context: input('context', [2, 4, 128]), visual: input('visual', [6, 8, 192]) };
 * const features = input('features', [2, 128]);
 * const anchors = { hardTokens: features, hardText: features, prototypes: features };
 * const batch = { pixels: input('pixels', ['B', 3, 48, 48]), targets: input('targets', ['B', 2]) };
 * const { loss } = objective(frozen, prompts, anchors, batch, defaultMethod);
 * console.log(gradients(loss, [prompts.context])[0]?.shape); // [ 2, 4, 128 ]
 * ```
 */
export function objective(
  frozen: Frozen,
  prompts: Prompts,
  anchors: Anchors,
  batch: Batch,
  options: MethodOptions,
): Objective {
  const { config, weights, scale } = frozen;
  const { prototypes, classWeights } = anchors;
  const soft = promptedTexts(frozen, prompts, anchors.hardText, options);
  const { vectors } = soft;
  const side = {
    config,
    weights,
    scale,
    text: vectors,
    visual: visualPromptsOf(prompts, config),
    imageWeights: prompts.imageWeights,
    prototypes,
    classWeights,
    hardText: anchors.hardText,
  };
  const image = imageObjective(side, batch, options);
  const text = textObjective(soft, anchors, options);
  return {
    softTokens: soft.tokens,
    softText: soft.text,
    vectors,
    ...image,
    ...text,
    loss: totalLoss({ ...image, ...text }, options),
  };
}

type LossOptions = Pick<
  MethodOptions,
  'alpha' | 'beta' | 'gamma' | 'textTie' | 'textMoments' | 'imageConsistency' | 'logitConsistency'
>;

/** What each loss counts. */
export const lossWeights = ({
  alpha,
  beta,
  gamma,
  textTie = 0,
  textMoments,
  imageConsistency,
  logitConsistency,
}: LossOptions) => ({
  classification: alpha,
  tokenAlignment: beta,
  promptAlignment: beta,
  prototypeAlignment: gamma,
  textTie,
  textMoments,
  imageConsistency,
  logitConsistency,
  // Its two parts have weights of their own.
  marginPenalty: 1,
});

/** Losses by name; those that are switched off are absent. */
export type LossParts = Pick<ImageObjective, 'classification' | 'prototypeAlignment'> &
  Pick<ImageObjective, 'imageConsistency' | 'logitConsistency' | 'marginPenalty'> &
  TextObjective;

/** The weighted sum of the losses that are present. */
export function totalLoss(parts: LossParts, options: LossOptions): Tensor {
  const { classification, ...weights } = lossWeights(options);
  const others = (Object.keys(weights) as (keyof typeof weights)[]).flatMap((name) => {
    const part = parts[name];
    return part === undefined || weights[name] === 0 ? [] : [times(part, weights[name])];
  });
  return others.reduce(add, times(parts.classification, classification));
}

const times = (part: Tensor, factor: number): Tensor =>
  factor === 1 ? part : multiply(part, scalar(factor, part.type));
