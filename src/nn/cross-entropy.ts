// Cross-entropy of class scores against target probabilities. At chance, with equal scores, it is ln C for one-hot targets.
import { logSoftmax } from '../graph/ops/log-softmax.ts';
import { mean } from '../graph/ops/mean.ts';
import { multiply } from '../graph/ops/multiply.ts';
import { negate } from '../graph/ops/negate.ts';
import { reduceSum } from '../graph/ops/reduce-sum.ts';
import type { Tensor } from '../graph/tensor.ts';

/** Mean over rows of -sum_c target_c log softmax(scores)_c. `scores`, `targets` [B, C]; rows of `targets` sum to 1. */
export const crossEntropy = (scores: Tensor, targets: Tensor): Tensor =>
  negate(mean(reduceSum(multiply(targets, logSoftmax(scores)), [-1])));
