// Cross-modal global-local alignment (Eq. 8-10): similarity of an image with each class, as a whole and in its best patches.
import { add } from '../graph/ops/add.ts';
import { mean } from '../graph/ops/mean.ts';
import { multiply } from '../graph/ops/multiply.ts';
import { topK } from '../graph/ops/top-k.ts';
import { transpose } from '../graph/ops/transpose.ts';
import { scalar, type Tensor } from '../graph/tensor.ts';
import { cosines } from '../nn/cosine.ts';

export interface LocalSimilarity {
  /** [B, C], S^l: mean cosine of the k patches most like the class, chosen for each image and class. */
  readonly local: Tensor;
  /** [B, C, k] int64, those patches, most similar first; ties go to the lower index. */
  readonly topPatches: Tensor;
  /** [B, C, N], the cosine of every patch with every class. */
  readonly patchSimilarity: Tensor;
}

/** S^g [B, C]: cosine of the global features [B, E] with the text features [C, E]. */
export const globalSimilarity = (global: Tensor, text: Tensor): Tensor => cosines(global, text);

/** @param patches [B, N, E] @param text [C, E] @param k 1 to N; k = N is the mean, k = 1 the maximum */
export function localSimilarity(patches: Tensor, text: Tensor, k: number): LocalSimilarity {
  const patchSimilarity = transpose(cosines(patches, text));
  const { values, indices } = topK(patchSimilarity, k);
  return { local: mean(values, [-1]), topPatches: indices, patchSimilarity };
}

/** Scores before the softmax, s (S^g + w_l S^l) [B, C]. */
export function fusedLogits(global: Tensor, local: Tensor | undefined, localWeight: number, scale: number): Tensor {
  const sum = local === undefined ? global : add(global, multiply(local, scalar(localWeight, local.type)));
  return multiply(sum, scalar(scale, sum.type));
}
