// Recognition with trained prompts: one pass of the image tower, text features at hand.
import type { ClipConfig } from '../clip/config.ts';
import { globalOf, imageTower } from '../clip/image-tower.ts';
import type { ClipWeights } from '../clip/weights.ts';
import { softmax } from '../graph/ops/softmax.ts';
import { input, type Tensor } from '../graph/tensor.ts';
import type { MethodOptions } from './options.ts';
import { fusedLogits, globalSimilarity, localSimilarity } from './similarity.ts';

/** What recognition says about a batch of images. */
export interface Recognition {
  /** [B, C], s (S^g + w_l S^l). */
  readonly logits: Tensor;
  /** [B, C], softmax of the logits. */
  readonly probabilities: Tensor;
  /** [B, E], z^g, not at unit length. */
  readonly imageGlobal: Tensor;
  /** [B, C], S^g. */
  readonly globalSimilarity: Tensor;
  /** [B, C], S^l; absent without a local branch. */
  readonly localSimilarity?: Tensor;
  /** [B, C, k] int64, the patches that S^l is made of; absent without a local branch. */
  readonly topPatches?: Tensor;
  /** [B, C, N], the cosine of every patch with every class; absent without a local branch. */
  readonly patchSimilarity?: Tensor;
}

/**
 * @param pixels [B, 3, S, S], normalised
 * @param text [C, E], text features of the classes
 * @param visual [depth, N_p, Dv]; none for plain CLIP
 * @param scale s
 */
export function recognise(
  { config, weights }: { readonly config: ClipConfig; readonly weights: Pick<ClipWeights<Tensor>, 'image'> },
  pixels: Tensor,
  text: Tensor,
  visual: Tensor | undefined,
  options: Pick<MethodOptions, 'topPatches' | 'localWeight' | 'localFeature'>,
  scale: number,
): Recognition {
  const image = imageTower(weights.image, config, pixels, visual);
  const imageGlobal = globalOf(image, options.topPatches > 0 && options.localFeature === 'token');
  const global = globalSimilarity(imageGlobal, text);
  const patches = options.localFeature === 'value-path' ? image.valuePatches : image.patches;
  const k = Math.min(options.topPatches, patches.shape[1] as number);
  const local = k === 0 ? undefined : localSimilarity(patches, text, k);
  const logits = fusedLogits(global, local?.local, options.localWeight, scale);
  return {
    logits,
    probabilities: softmax(logits),
    imageGlobal,
    globalSimilarity: global,
    ...(local && {
      localSimilarity: local.local,
      topPatches: local.topPatches,
      patchSimilarity: local.patchSimilarity,
    }),
  };
}

/** The input of images as a model takes them: [B, 3, S, S]. */
export const pixelInput = ({ image }: ClipConfig): Tensor => input('pixels', ['B', 3, image.size, image.size]);
