// Cosine similarity: <a, b> / (|a| |b|).
import { divide } from '../graph/ops/divide.ts';
import { linear } from '../graph/ops/linear.ts';
import { multiply } from '../graph/ops/multiply.ts';
import { reduceSum } from '../graph/ops/reduce-sum.ts';
import { sqrt } from '../graph/ops/sqrt.ts';
import type { Tensor } from '../graph/tensor.ts';

/** `x` [..., E] with every row at unit length; rows must not be zero. */
export const unitLength = (x: Tensor): Tensor => divide(x, sqrt(reduceSum(multiply(x, x), [-1], true)));

/** Cosine of every row of `x` [..., E] with every row of `y` [C, E] = [..., C]. */
export const cosines = (x: Tensor, y: Tensor): Tensor => linear(unitLength(x), unitLength(y), 'out-in');

/** Cosine of each row of `x` with the same row of `y`, both [..., E] = [...]. */
export const rowCosines = (x: Tensor, y: Tensor): Tensor => reduceSum(multiply(unitLength(x), unitLength(y)), [-1]);
