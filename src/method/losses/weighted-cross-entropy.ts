// L_vt with a weight for each class: -sum_ic w_c t_ic log P_ic / sum_ic w_c t_ic, so that rare classes count as others do. ln C at chance.
import { divide } from '../../graph/ops/divide.ts';
import { logSoftmax } from '../../graph/ops/log-softmax.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { negate } from '../../graph/ops/negate.ts';
import { reduceSum } from '../../graph/ops/reduce-sum.ts';
import type { Tensor } from '../../graph/tensor.ts';

/**
 * The mean over the batch in which each image counts by the weight of its class; PyTorch's `cross_entropy(weight=...)` for
 * one-hot targets. Only the ratios of weights matter.
 *
 * @param logits [B, C]
 * @param targets [B, C], one-hot or soft; rows sum to 1
 * @param weights [C], above 0
 * @param total what the sum is divided by, a scalar; sum_ic w_c t_ic unless given
 */
export function weightedCrossEntropy(logits: Tensor, targets: Tensor, weights: Tensor, total?: Tensor): Tensor {
  const weighted = multiply(targets, weights);
  return negate(divide(reduceSum(multiply(weighted, logSoftmax(logits))), total ?? reduceSum(weighted)));
}
