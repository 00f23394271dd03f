// The losses of a batch of images, given the class vectors: L_vt, L_v, and those that compare with plain CLIP.
import type { ClipConfig } from '../clip/config.ts';
import { imageTower } from '../clip/image-tower.ts';
import type { ClipWeights } from '../clip/weights.ts';
import { linear } from '../graph/ops/linear.ts';
import type { Tensor } from '../graph/tensor.ts';
import { crossEntropy } from '../nn/cross-entropy.ts';
import { cosineAlignment } from './losses/cosine-alignment.ts';
import { l1Alignment } from './losses/l1-alignment.ts';
import { logitConsistency } from './losses/logit-consistency.ts';
import { marginPenalty } from './losses/margin-penalty.ts';
import { tolerantCrossEntropy } from './losses/tolerant-cross-entropy.ts';
import { weightedCrossEntropy } from './losses/weighted-cross-entropy.ts';
import { adaptedTower } from './low-rank-weights.ts';
import type { MethodOptions } from './options.ts';
import { type Recognition, recognise } from './recogniser.ts';
import { fusedLogits, globalSimilarity } from './similarity.ts';

export interface Batch {
  /** [B, 3, S, S], normalised. */
  readonly pixels: Tensor;
  /** [B, C], one-hot or soft; rows sum to 1. */
  readonly targets: Tensor;
  /** For a part of a larger batch with class weights: the part's share of the whole batch's total weight. Scalar. */
  readonly weight?: Tensor | undefined;
}

export interface ImageSide {
  readonly config: ClipConfig;
  readonly weights: Pick<ClipWeights<Tensor>, 'image'>;
  /** exp of the model's logit scale. */
  readonly scale: number;
  /** g [C, E], not at unit length. */
  readonly text: Tensor;
  /** P: [depth, N_p, Dv]. */
  readonly visual: Tensor | undefined;
  /** [L, 3, 2, r, Dv], moves of the tower's weights; those that compare with plain CLIP see it without. */
  readonly imageWeights?: Tensor | undefined;
  /** p [C, E]. */
  readonly prototypes: Tensor;
  /** g* [C, E], where the method compares with plain CLIP's scores. */
  readonly hardText?: Tensor | undefined;
  /** [C] */
  readonly classWeights?: Tensor | undefined;
}

export interface ImageObjective extends Recognition {
  /** L_vt, Eq. 11; ln C at chance. */
  readonly classification: Tensor;
  /** L_v, Eq. 7. */
  readonly prototypeAlignment?: Tensor;
  /** Distance of z from the frozen tower's. */
  readonly imageConsistency?: Tensor;
  /** Divergence of the scores from plain CLIP's. */
  readonly logitConsistency?: Tensor;
  /** Of margins that are narrow or differ. */
  readonly marginPenalty?: Tensor;
}

/** The scores that recognition gives, and the losses on them. */
export function imageObjective(
  { classWeights, prototypes, hardText, imageWeights, ...side }: ImageSide,
  { pixels, targets, weight }: Batch,
  options: MethodOptions,
): ImageObjective {
  const weights = { image: adaptedTower(side.weights.image, imageWeights) };
  const recognition = recognise({ ...side, weights, pixels }, { ...options, scale: options.scale ?? side.scale });
  const { logits, imageGlobal } = recognition;
  const prototypeAlignment = prototypeAlignmentOf(imageGlobal, prototypes, targets, options);
  return {
    ...recognition,
    classification: classificationOf(logits, targets, options, classWeights, weight),
    ...(prototypeAlignment && { prototypeAlignment }),
    ...consistency({ ...side, hardText }, pixels, recognition, options),
    ...(options.margin && { marginPenalty: marginPenalty(logits, targets, options.margin) }),
  };
}

function classificationOf(
  logits: Tensor,
  targets: Tensor,
  { noiseTolerance }: MethodOptions,
  weights: Tensor | undefined,
  total: Tensor | undefined,
): Tensor {
  if (noiseTolerance > 0) return tolerantCrossEntropy(logits, targets, noiseTolerance, weights, weights && total);
  return weights ? weightedCrossEntropy(logits, targets, weights, total) : crossEntropy(logits, targets);
}

/** The losses that compare with plain CLIP on the same pixels; where none is asked for, its tower is never computed. */
function consistency(
  { config, weights, scale, hardText }: Omit<ImageSide, 'prototypes' | 'classWeights'>,
  pixels: Tensor,
  { imageGlobal, logits }: Recognition,
  options: MethodOptions,
): Pick<ImageObjective, 'imageConsistency' | 'logitConsistency'> {
  const frozen = imageTower(weights.image, config, pixels).globalAlone;
  const plain = () => fusedLogits(globalSimilarity(frozen, hardText!), undefined, 0, options.scale ?? scale);
  return {
    ...(options.imageConsistency > 0 && { imageConsistency: l1Alignment(imageGlobal, frozen) }),
    ...(options.logitConsistency > 0 && { logitConsistency: logitConsistency(logits, plain()) }),
  };
}

/** M(z_i, p_{y_i}); with soft targets, p is the mixture of prototypes given by the target. */
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
