// Cross-modal global-local alignment (Eq. 8-10): similarity of an image with each class, as a whole and in its best patches.
// A face's numbers must not depend on its place in a batch, so nothing here is left to kernels that round a row by where it is.
import { fixed } from '../core/shape.ts';
import { add } from '../graph/ops/add.ts';
import { expand } from '../graph/ops/expand.ts';
import { linear } from '../graph/ops/linear.ts';
import { multiply } from '../graph/ops/multiply.ts';
import { reshape } from '../graph/ops/reshape.ts';
import { slice } from '../graph/ops/slice.ts';
import { topK } from '../graph/ops/top-k.ts';
import { transpose } from '../graph/ops/transpose.ts';
import { scalar, type Tensor } from '../graph/tensor.ts';
import { cosines, unitLength } from '../nn/cosine.ts';
import { foldedSum } from './folded-sum.ts';

export interface LocalSimilarity {
  /** [B, C], S^l: mean cosine of the k patches most like the class, chosen for each image and class; or by transport. */
  readonly local: Tensor;
  /** [B, C, k] int64, those patches, most similar first, or those of most weight; ties go to the lower index. */
  readonly topPatches: Tensor;
  /** [B, C, N], the cosine of every patch with every class. */
  readonly patchSimilarity: Tensor;
}

/**
 * S^g [B, C]: cosine of the global features [B, E] with the text features [C, E]. Each row is multiplied twice, since the runtime has
 * another kernel, with other rounding, for the product of a single row.
 */
export function globalSimilarity(global: Tensor, text: Tensor): Tensor {
  const [batch, width] = [global.shape[0]!, fixed(global.shape, 1)];
  const twice = expand(reshape(unitLength(global), [batch, 1, width]), [batch, 2, width]);
  const products = linear(twice, unitLength(text), 'out-in');
  return reshape(slice(products, 1, 0, 1), [batch, fixed(text.shape, 0)]);
}

/** @param patches [B, N, E] @param text [C, E] @param k 1 to N; k = N is the mean, k = 1 the maximum */
export function localSimilarity(patches: Tensor, text: Tensor, k: number): LocalSimilarity {
  const patchSimilarity = transpose(cosines(patches, text));
  const { values, indices } = topK(patchSimilarity, k);
  return { local: lastMean(values), topPatches: indices, patchSimilarity };
}

/** Mean of the last axis, [B, C, k] to [B, C]. */
const lastMean = (values: Tensor): Tensor =>
  multiply(reshape(foldedSum(values, -1), values.shape.slice(0, -1)), scalar(1 / fixed(values.shape, -1), values.type));

/** Scores before the softmax, s (S^g + w_l S^l) [B, C]. */
export function fusedLogits(global: Tensor, local: Tensor | undefined, localWeight: number, scale: number): Tensor {
  const sum = local === undefined ? global : add(global, multiply(local, scalar(localWeight, local.type)));
  return multiply(sum, scalar(scale, sum.type));
}
