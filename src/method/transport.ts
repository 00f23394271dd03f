// The local similarity by balanced transport: the patches of a face are divided among the classes, instead of each class choosing its own.
//
//   T = argmin <T, 1 - cos> - eps H(T),   sum_n T_cn = 1,  sum_c T_cn = C / N        (entropic optimal transport, by Sinkhorn's steps)
//   S^l_c = sum_n T_cn cos_cn
//
// Every class gets patches of the same mass in total and every patch is given away as a whole, so that no patch speaks for all classes at once.
// PLOT (arXiv 2210.01253) and SOT-GLP (2603.08347) transport patches to several prompts of one class, one problem for each class. A class has one
// vector here, and with one vector all patches would have the same weight: so classes take the place of prompts, in one problem for each face,
// over all N patches. eps is theirs; gradients flow through the steps, where they hold the plan fixed.
import { fixed } from '../core/shape.ts';
import { divide } from '../graph/ops/divide.ts';
import { expand } from '../graph/ops/expand.ts';
import { multiply } from '../graph/ops/multiply.ts';
import { reduceSum } from '../graph/ops/reduce-sum.ts';
import { reshape } from '../graph/ops/reshape.ts';
import { slice } from '../graph/ops/slice.ts';
import { softmax } from '../graph/ops/softmax.ts';
import { topK } from '../graph/ops/top-k.ts';
import { transpose } from '../graph/ops/transpose.ts';
import { scalar, type Tensor } from '../graph/tensor.ts';
import { cosines } from '../nn/cosine.ts';
import { foldedSum } from './folded-sum.ts';
import type { LocalSimilarity } from './similarity.ts';

/** eps of the entropy, in cosines. */
const smoothing = 0.1;

/** Rounds of scaling; cosines of a face differ by a few eps at most, so that ten leave the patches' masses equal to a percent. */
const rounds = 10;

/**
 * @param patches [B, N, E]
 * @param text w [C, E]
 * @param k how many patches are named for each class, those with the largest share of its mass; all of them count
 */
export function transportSimilarity(patches: Tensor, text: Tensor, k: number): LocalSimilarity {
  const patchSimilarity = transpose(cosines(patches, text));
  const plan = transportPlan(patchSimilarity);
  const sums = foldedSum(multiply(plan, patchSimilarity), -1);
  return {
    local: reshape(sums, patchSimilarity.shape.slice(0, -1)),
    topPatches: topK(plan, k).indices,
    patchSimilarity,
  };
}

/** T [B, C, N]: rows sum to 1, columns to nearly C / N. @param similarity [B, C, N] */
export function transportPlan(similarity: Tensor): Tensor {
  const [batch, classes, patches] = [similarity.shape[0]!, fixed(similarity.shape, 1), fixed(similarity.shape, 2)];
  // Each face twice, as the runtime adds up a batch of one by another kernel, with other rounding.
  const twice = expand(reshape(similarity, [batch, 1, classes, patches]), [batch, 2, classes, patches]);
  // Scaling a row does not change where the steps lead, so they may start at a softmax: it cannot overflow.
  let plan = softmax(multiply(twice, scalar(1 / smoothing, similarity.type)));
  for (let round = 0; round < rounds; round++) {
    plan = divide(plan, reduceSum(plan, [-2], true));
    plan = divide(plan, rowSums(plan));
  }
  return reshape(slice(plan, 1, 0, 1), [batch, classes, patches]);
}

/**
 * The sum of the last axis, which stays with length 1, as that of the last but one of the transposed: there the runtime adds whole rows, while
 * it begins the sum of a row at the next multiple of 16 bytes, and so rounds by place.
 */
const rowSums = (x: Tensor): Tensor => transpose(reduceSum(transpose(x), [-2], true));
