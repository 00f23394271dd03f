// L_vt for labels with noise: the generalised cross-entropy (arXiv 1805.07836), between cross-entropy and the mean absolute error.
//
//   L = sum_ic w_c t_ic (1 - P_ic^q) / q  /  sum_ic w_c t_ic
//
// A wrong label pulls less the surer the model is of another class. q towards 0 is cross-entropy; q = 0.7 is the paper's; q = 1 is half the
// mean absolute error sum_c |t_c - P_c|, NLPrompt's loss (arXiv 2412.01256). Range: 0 to 1 / q; (1 - C^-q) / q at chance.
import { divide } from '../../graph/ops/divide.ts';
import { exp } from '../../graph/ops/exp.ts';
import { logSoftmax } from '../../graph/ops/log-softmax.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { reduceSum } from '../../graph/ops/reduce-sum.ts';
import { subtract } from '../../graph/ops/subtract.ts';
import { scalar, type Tensor } from '../../graph/tensor.ts';

/**
 * @param logits [B, C]
 * @param targets [B, C], one-hot or soft; rows sum to 1
 * @param q above 0, at most 1
 * @param weights [C], above 0; all the same where absent
 * @param total what the sum is divided by, a scalar; sum_ic w_c t_ic unless given
 */
export function tolerantCrossEntropy(
  logits: Tensor,
  targets: Tensor,
  q: number,
  weights?: Tensor,
  total?: Tensor,
): Tensor {
  const factor = scalar(q, logits.type);
  const weighted = weights === undefined ? targets : multiply(targets, weights);
  const powers = exp(multiply(logSoftmax(logits), factor));
  const missing = divide(subtract(scalar(1, logits.type), powers), factor);
  return divide(reduceSum(multiply(weighted, missing)), total ?? reduceSum(weighted));
}
