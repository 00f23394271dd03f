// The gradient of broadcasting: sums a tensor over the axes that were stretched from a smaller shape.
import { type Shape, sameShape } from '../../core/shape.ts';
import type { Tensor } from '../tensor.ts';
import { reduceSum } from './reduce-sum.ts';
import { reshape } from './reshape.ts';

/**
 * Sums `x` over every axis along which `shape` was broadcast to `x.shape`; the result has `shape`.
 *
 * @param x any shape
 * @param shape one that broadcasts to that of `x`
 * @throws MpaferError `shape` when it does not
 * @example
 * ```ts
 * import { input, sumTo } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(sumTo(x, [7]).shape); // [ 7 ]
 * ```
 */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const missing = x.shape.length - shape.length;
  const axes = x.shape.flatMap((length, axis) =>
    axis < missing || (shape[axis - missing] === 1 && length !== 1) ? [axis] : [],
  );
  const summed = axes.length > 0 ? reduceSum(x, axes) : x;
  return reshape(summed, shape);
}
