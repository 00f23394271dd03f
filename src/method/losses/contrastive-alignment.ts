// Contrastive alignment of soft with hard text, by class (Eq. 1-2 on tokens, Eq. 3 on prompts).
//
//   L = -(1/C) sum_d log [ exp(cos(t_d, t*_d) / tau) / sum_c exp(cos(t_c, t*_d) / tau) ]
//
// Range: 0 to 2 / tau + ln C; ln C when all soft rows are equal.
import { float32, float64 } from '../../core/array.ts';
import { fixed } from '../../core/shape.ts';
import { divide } from '../../graph/ops/divide.ts';
import { logSoftmax } from '../../graph/ops/log-softmax.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { negate } from '../../graph/ops/negate.ts';
import { reduceSum } from '../../graph/ops/reduce-sum.ts';
import { constant, scalar, type Tensor } from '../../graph/tensor.ts';
import { cosines } from '../../nn/cosine.ts';

/** @param soft [C, D] @param hard [C, D] @param temperature tau > 0 @returns scalar */
export function contrastiveAlignment(soft: Tensor, hard: Tensor, temperature: number): Tensor {
  const classes = fixed(soft.shape, 0);
  // Row d: the hard prompt of class d against the soft prompt of every class.
  const scores = divide(cosines(hard, soft), scalar(temperature, soft.type));
  const matching = Array.from({ length: classes ** 2 }, (_, index) => (index % (classes + 1) === 0 ? 1 / classes : 0));
  const diagonal = constant((soft.type === 'float64' ? float64 : float32)(matching, [classes, classes]));
  return negate(reduceSum(multiply(diagonal, logSoftmax(scores))));
}
