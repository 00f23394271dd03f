// The squared distance of two tensors: |a - b|^2, over all elements.
import { multiply } from '../graph/ops/multiply.ts';
import { reduceSum } from '../graph/ops/reduce-sum.ts';
import { subtract } from '../graph/ops/subtract.ts';
import type { Tensor } from '../graph/tensor.ts';

/** @returns scalar */
export function squaredDistance(a: Tensor, b: Tensor): Tensor {
  const difference = subtract(a, b);
  return reduceSum(multiply(difference, difference));
}
