// Arithmetic mean over axes, the batch included.
import { positiveAxis } from '../../core/shape.ts';
import { scalar, type Tensor } from '../tensor.ts';
import { axisLength } from './axis-length.ts';
import { divide } from './divide.ts';
import { multiply } from './multiply.ts';
import { reduceSum } from './reduce-sum.ts';

/**
 * Mean over `axes` (default: all); the axes are dropped, or kept with length 1.
 *
 * @param x any shape, of a floating-point type
 * @param axes counted from 0, or from the end; the batch may be among them
 * @param keep whether the axes stay, with length 1
 * @throws MpaferError `shape` when there is no such axis
 * @example
 * ```ts
 * import { input, mean } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(mean(x).shape, mean(x, [-1]).shape, mean(x, [-1], true).shape); // [] [ 'B' ] [ 'B', 1 ]
 * ```
 */
export function mean(x: Tensor, axes?: readonly number[], keep = false): Tensor {
  const all = (axes ?? x.shape.map((_, axis) => axis)).map((axis) => positiveAxis(axis, x.shape.length, 'mean'));
  let count = 1;
  let batches = 0;
  for (const axis of all) {
    const length = x.shape[axis]!;
    if (length === 'B') batches++;
    else count *= length;
  }
  let result = multiply(reduceSum(x, all, keep), scalar(1 / count, x.type));
  // Twice where every element of the batch meets every other.
  for (; batches > 0; batches--) result = divide(result, axisLength('B', x.type));
  return result;
}
