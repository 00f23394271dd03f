// Arithmetic mean over axes, the batch included.
import { positiveAxis } from '../../core/shape.ts';
import { scalar, type Tensor } from '../tensor.ts';
import { axisLength } from './axis-length.ts';
import { divide } from './divide.ts';
import { multiply } from './multiply.ts';
import { reduceSum } from './reduce-sum.ts';

/** Mean over `axes` (all unless told); the axes are dropped, or kept with length 1. */
export function mean(x: Tensor, axes?: readonly number[], keep = false): Tensor {
  const all = (axes ?? x.shape.map((_, axis) => axis)).map((axis) => positiveAxis(axis, x.shape.length, 'mean'));
  let count = 1;
  let overBatch = false;
  for (const axis of all) {
    const length = x.shape[axis]!;
    if (length === 'B') overBatch = true;
    else count *= length;
  }
  const sum = multiply(reduceSum(x, all, keep), scalar(1 / count, x.type));
  return overBatch ? divide(sum, axisLength('B', x.type)) : sum;
}
