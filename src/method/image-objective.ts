// The losses of a batch of images, given the text features of the classes: L_vt and L_v.
import type { ClipConfig } from '../clip/config.ts';
import type { ClipWeights } from '../clip/weights.ts';
import { linear } from '../graph/ops/linear.ts';
import type { Tensor } from '../graph/tensor.ts';
import { crossEntropy } from '../nn/cross-entropy.ts';
import { cosineAlignment } from './losses/cosine-alignment.ts';
import { l1Alignment } from './losses/l1-alignment.ts';
import { weightedCrossEntropy } from './losses/weighted-cross-entropy.ts';
import type { MethodOptions } from './options.ts';
import { type Recognition, recognise } from './recogniser.ts';

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
  /** p [C, E]. */
  readonly prototypes: Tensor;
  /** [C] */
  readonly classWeights?: Tensor | undefined;
}

export interface ImageObjective extends Recognition {
  /** L_vt, Eq. 11; ln C at chance. */
  readonly classification: Tensor;
  /** L_v, Eq. 7. */
  readonly prototypeAlignment?: Tensor;
}

/** The scores that recognition gives, and the losses on them. */
export function imageObjective(
  { classWeights, prototypes, ...side }: ImageSide,
  { pixels, targets, weight }: Batch,
  options: MethodOptions,
): ImageObjective {
  const recognition = recognise({ ...side, pixels }, { ...options, scale: options.scale ?? side.scale });
  const { logits, imageGlobal } = recognition;
  const prototypeAlignment = prototypeAlignmentOf(imageGlobal, prototypes, targets, options);
  return {
    ...recognition,
    classification: classWeights
      ? weightedCrossEntropy(logits, targets, classWeights, weight)
      : crossEntropy(logits, targets),
    ...(prototypeAlignment && { prototypeAlignment }),
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
