// The tie of class vectors to the texts: the squared distance of w_c = g_c / |g_c| + r_c from the hard prompt t_c, summed over classes.
//
//   L = sum_c |w_c - g*_c / |g*_c||^2
//
// 0 or more; 0 where the vectors are the hard prompts. The tie of `heads/anchored.ts`, on prompts and residual together.
import type { Tensor } from '../../graph/tensor.ts';
import { unitLength } from '../../nn/cosine.ts';
import { squaredDistance } from '../../nn/squared-distance.ts';

/** @param vectors w [C, E], as they are @param hard g* [C, E], of any length @returns scalar */
export const textTie = (vectors: Tensor, hard: Tensor): Tensor => squaredDistance(vectors, unitLength(hard));
