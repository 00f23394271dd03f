// Class vectors that lie as the hard prompts do: the same centre and the same covariance over classes (arXiv 2602.19024).
//
//   L = |mean_c(w) - mean_c(t)|^2 + |Cov_c(w) - Cov_c(t)|_F^2        w and t of unit length
//
// 0 or more; 0 where the vectors are the hard prompts, and wherever they have the same moments: classes may move as long as the others make up for it.
import { fixed } from '../../core/shape.ts';
import { add } from '../../graph/ops/add.ts';
import { matMul } from '../../graph/ops/mat-mul.ts';
import { mean } from '../../graph/ops/mean.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { subtract } from '../../graph/ops/subtract.ts';
import { transpose } from '../../graph/ops/transpose.ts';
import { scalar, type Tensor } from '../../graph/tensor.ts';
import { unitLength } from '../../nn/cosine.ts';
import { squaredDistance } from '../../nn/squared-distance.ts';

/** @param vectors w [C, E], of any length @param hard t [C, E], of any length @returns scalar */
export function textMoments(vectors: Tensor, hard: Tensor): Tensor {
  const [own, wanted] = [momentsOf(unitLength(vectors)), momentsOf(unitLength(hard))];
  return add(squaredDistance(own.mean, wanted.mean), squaredDistance(own.covariance, wanted.covariance));
}

/** Over the rows of x [C, E]: mean [1, E] and covariance [E, E], divided by C. */
function momentsOf(x: Tensor): { readonly mean: Tensor; readonly covariance: Tensor } {
  const centre = mean(x, [0], true);
  const centred = subtract(x, centre);
  const products = matMul(transpose(centred), centred);
  return { mean: centre, covariance: multiply(products, scalar(1 / fixed(x.shape, 0), x.type)) };
}
