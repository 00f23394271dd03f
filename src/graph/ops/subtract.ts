// Elementwise difference with broadcasting. d/da = 1, d/db = -1.
import { broadcastShapes } from '../../core/shape.ts';
import { apply, type Operator, requireSameType, type Tensor } from '../tensor.ts';
import { negate } from './negate.ts';
import { sumTo } from './sum-to.ts';

/**
 * a - b, broadcasting.
 *
 * @param a any shape
 * @param b a shape that broadcasts with that of `a`, of the same type
 * @throws MpaferError `shape` when the shapes do not broadcast or the element types differ
 * @example
 * ```ts
 * import { input, subtract } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(subtract(x, input('mean', ['B', 1])).shape); // [ 'B', 7 ]
 * ```
 */
export const subtract = (a: Tensor, b: Tensor): Tensor => apply(subtractOperator, [a, b]);

export const subtractOperator: Operator<[a: Tensor, b: Tensor]> = {
  name: 'subtract',
  infer: ([a, b]) => [
    { shape: broadcastShapes(a.shape, b.shape, 'subtract'), type: requireSameType('subtract', [a, b]) },
  ],
  emit: ({ inputs }, emitter) => emitter.node('Sub', inputs),
  derive({ inputs: [a, b] }, gradient) {
    return [sumTo(gradient, a.shape), sumTo(negate(gradient), b.shape)];
  },
};
