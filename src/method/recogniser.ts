// The score of a face: one pass of the image tower compared with the text features of the classes.
import type { ClipConfig } from '../clip/config.ts';
import { globalOf, imageTower } from '../clip/image-tower.ts';
import type { ClipWeights } from '../clip/weights.ts';
import { float32, float64 } from '../core/array.ts';
import { fixed } from '../core/shape.ts';
import { add } from '../graph/ops/add.ts';
import { softmax } from '../graph/ops/softmax.ts';
import { constant, input, type Tensor } from '../graph/tensor.ts';
import type { LocalOptions } from './options.ts';
import { fusedLogits, globalSimilarity, localSimilarity } from './similarity.ts';
import { transportSimilarity } from './transport.ts';

/** What recognition says about a batch of images. */
export interface Recognition {
  /** [B, C], s (S^g + w_l S^l), plus the advantage of each class where one is given. */
  readonly logits: Tensor;
  /** [B, C], softmax of the logits. */
  readonly probabilities: Tensor;
  /** [B, E], z^g, not at unit length. */
  readonly imageGlobal: Tensor;
  /** [B, N, E], z^l_i, not at unit length. */
  readonly imagePatches: Tensor;
  /** [B, C], S^g. */
  readonly globalSimilarity: Tensor;
  /** [B, C], S^l; absent without a local branch. */
  readonly localSimilarity?: Tensor;
  /** [B, C, k] int64, the patches that S^l is made of; absent without a local branch. */
  readonly topPatches?: Tensor;
  /** [B, C, N], the cosine of every patch with every class; absent without a local branch. */
  readonly patchSimilarity?: Tensor;
}

/** What recognition computes with. */
export interface RecognitionInput {
  readonly config: ClipConfig;
  readonly weights: Pick<ClipWeights<Tensor>, 'image'>;
  /** [B, 3, S, S], normalised. */
  readonly pixels: Tensor;
  /** g [C, E], text features of the classes, not at unit length. */
  readonly text: Tensor;
  /** P: [depth, N_p, Dv]; absent for plain CLIP. */
  readonly visual?: Tensor | undefined;
}

/** How similarities become scores; `scale` is s. */
export type ScoreOptions = LocalOptions & {
  readonly scale: number;
  /** [C], added to the logits; none by default. */
  readonly advantage?: readonly number[] | undefined;
};

/**
 * The score of a face, for training and for recognition alike: features, the two similarities, and logits (Eq. 8-10).
 *
 * @param input sizes and weights of the CLIP, pixels [B, 3, S, S], text features g [C, E], visual prompts P
 * @param options k, the weight of the local part, and s, the factor on similarities
 * @throws MpaferError `shape` when text features and images have different widths E
 * @example
 * ```ts
 * import { openClip } from 'mpafer';
 * import { defaultMethod, frozenWeights, input, recognise } from 'mpafer/graph';
 * const { config, weights } = await openClip('face-clip');
 * const pixels = input('pixels', ['B', 3, 48, 48]);
 * const text = input('text', [7, 128]);
 * const scores = recognise({ config, weights: frozenWeights(weights), pixels, text }, { ...defaultMethod, scale: 25 });
 * console.log(scores.probabilities.shape, scores.topPatches?.shape); // [ 'B', 7 ] [ 'B', 7, 16 ]
 * ```
 */
export function recognise(
  { config, weights, pixels, text, visual }: RecognitionInput,
  { topPatches, localWeight, localFeature, localMatch, scale, advantage }: ScoreOptions,
): Recognition {
  const image = imageTower(weights.image, config, pixels, visual);
  const imageGlobal = globalOf(image, topPatches > 0 && localFeature === 'token');
  const global = globalSimilarity(imageGlobal, text);
  const imagePatches = localFeature === 'value-path' ? image.valuePatches : image.patches;
  const k = Math.min(topPatches, fixed(imagePatches.shape, 1));
  const match = localMatch === 'transport' ? transportSimilarity : localSimilarity;
  const local = k === 0 ? undefined : match(imagePatches, text, k);
  const fused = fusedLogits(global, local?.local, localWeight, scale);
  const logits = advantage === undefined ? fused : add(fused, rowOf(advantage, fused));
  return {
    logits,
    probabilities: softmax(logits),
    imageGlobal,
    imagePatches,
    globalSimilarity: global,
    ...(local && {
      localSimilarity: local.local,
      topPatches: local.topPatches,
      patchSimilarity: local.patchSimilarity,
    }),
  };
}

/** [C], of the type of `like`. */
const rowOf = (numbers: readonly number[], { type }: Tensor): Tensor =>
  constant((type === 'float64' ? float64 : float32)(numbers, [numbers.length]));

/** The input of images as a model takes them: [B, 3, S, S]. */
export const pixelInput = ({ image }: ClipConfig): Tensor => input('pixels', ['B', 3, image.size, image.size]);
