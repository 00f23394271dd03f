// Margins that are wide and alike: how far the true class leads, against under- and overconfident scores (arXiv 2602.19024).
//
//   m_i = z_i,y - max_{c != y} z_i,c        L = -a mean_i(m_i) + b mean_i (m_i - mean(m))^2
//
// y is the class of the largest target, the first of equals. Any number; 0 at chance. The variance is that of the whole batch, which
// therefore cannot be divided into parts.
import { int64 } from '../../core/array.ts';
import { fixed } from '../../core/shape.ts';
import { equal } from '../../graph/ops/equal.ts';
import { gatherElements } from '../../graph/ops/gather-elements.ts';
import { mean } from '../../graph/ops/mean.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { reduceMax } from '../../graph/ops/reduce-max.ts';
import { subtract } from '../../graph/ops/subtract.ts';
import { topK } from '../../graph/ops/top-k.ts';
import { where } from '../../graph/ops/where.ts';
import { constant, scalar, type Tensor } from '../../graph/tensor.ts';

/** a and b, weights of the mean and of the variance. */
export interface MarginWeights {
  readonly mean: number;
  readonly variance: number;
}

/** @param logits [B, C], with C of 2 or more @param targets [B, C], one-hot or soft @returns scalar */
export function marginPenalty(logits: Tensor, targets: Tensor, weights: MarginWeights): Tensor {
  const classes = fixed(logits.shape, 1);
  const truth = topK(targets, 1).indices;
  const numbers = constant(
    int64(
      Array.from({ length: classes }, (_, c) => c),
      [1, classes],
    ),
  );
  const others = where(equal(numbers, truth), scalar(-1e9, logits.type), logits);
  const margins = subtract(gatherElements(logits, truth, 1), reduceMax(others, [1], true));
  const deviations = subtract(margins, mean(margins));
  const spread = multiply(mean(multiply(deviations, deviations)), scalar(weights.variance, logits.type));
  return subtract(spread, multiply(mean(margins), scalar(weights.mean, logits.type)));
}
