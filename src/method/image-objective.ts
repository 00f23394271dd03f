// What a batch of images adds to the objective, given the text features of the classes: L_vt + gamma L_v.
import type { ClipConfig } from '../clip/config.ts';
import { globalOf, imageTower } from '../clip/image-tower.ts';
import type { ClipWeights } from '../clip/weights.ts';
import { linear } from '../graph/ops/linear.ts';
import type { Tensor } from '../graph/tensor.ts';
import { crossEntropy } from '../nn/cross-entropy.ts';
import { cosineAlignment } from './losses/cosine-alignment.ts';
import { l1Alignment } from './losses/l1-alignment.ts';
import { weightedCrossEntropy } from './losses/weighted-cross-entropy.ts';
import type { MethodOptions } from './options.ts';
import { fusedLogits, globalSimilarity, localSimilarity } from './similarity.ts';

export interface Batch {
  /** [B, 3, S, S], normalised. */
  readonly pixels: Tensor;
  /** [B, C], one-hot or soft; rows sum to 1. */
  readonly targets: Tensor;
  /** Of a part of a larger batch where classes have weights: what the part's images weigh, were it like the whole. Scalar. */
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

export interface ImageObjective {
  readonly imageGlobal: Tensor;
  readonly imagePatches: Tensor;
  readonly globalSimilarity: Tensor;
  readonly localSimilarity?: Tensor;
  readonly logits: Tensor;
  /** L_vt, Eq. 11; ln C at chance. */
  readonly classification: Tensor;
  /** L_v, Eq. 7. */
  readonly prototypeAlignment?: Tensor;
}

export function imageObjective(side: ImageSide, batch: Batch, options: MethodOptions): ImageObjective {
  const { config, text, classWeights } = side;
  const image = imageTower(side.weights.image, config, batch.pixels, side.visual);
  const imagePatches = options.localFeature === 'value-path' ? image.valuePatches : image.patches;

  const imageGlobal = globalOf(image, options.topPatches > 0 && options.localFeature === 'token');
  const global = globalSimilarity(imageGlobal, text);
  const patches = imagePatches.shape[1] as number;
  const local =
    options.topPatches === 0
      ? undefined
      : localSimilarity(imagePatches, text, Math.min(options.topPatches, patches)).local;
  const logits = fusedLogits(global, local, options.localWeight, options.scale ?? side.scale);
  const classification = classWeights
    ? weightedCrossEntropy(logits, batch.targets, classWeights, batch.weight)
    : crossEntropy(logits, batch.targets);
  const prototypeAlignment = prototypeAlignmentOf(imageGlobal, side.prototypes, batch.targets, options);
  return {
    imageGlobal,
    imagePatches,
    globalSimilarity: global,
    logits,
    classification,
    ...(local && { localSimilarity: local }),
    ...(prototypeAlignment && { prototypeAlignment }),
  };
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
