// The tie of class vectors to the texts: the squared distance of w_c = g_c / |g_c| + r_c from the hard prompt t_c, summed over classes.
//
//   L = sum_c |w_c - g*_c / |g*_c||^2
//
// 0 or more; 0 where the vectors are the hard prompts. The tie of `heads/anchored.ts`, on prompts and residual together.
import { multiply } from '../../graph/ops/multiply.ts';
import { reduceSum } from '../../graph/ops/reduce-sum.ts';
import { subtract } from '../../graph/ops/subtract.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { unitLength } from '../../nn/cosine.ts';

/** @param vectors w [C, E], as they are @param hard g* [C, E], of any length @returns scalar */
export function textTie(vectors: Tensor, hard: Tensor): Tensor {
  const distance = subtract(vectors, unitLength(hard));
  return reduceSum(multiply(distance, distance));
}
