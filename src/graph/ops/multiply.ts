// Elementwise product with broadcasting. d/da = b, d/db = a.
import { broadcastShapes } from '../../core/shape.ts';
import { apply, type Operator, requireSameType, type Tensor } from '../tensor.ts';
import { sumTo } from './sum-to.ts';

/**
 * a * b, broadcasting.
 *
 * @param a any shape
 * @param b a shape that broadcasts with that of `a`, of the same type
 * @throws MpaferError `shape` when the shapes do not broadcast or the element types differ
 * @example
 * ```ts
 * import { input, multiply, scalar } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(multiply(x, scalar(2)).shape); // [ 'B', 7 ]
 * ```
 */
export const multiply = (a: Tensor, b: Tensor): Tensor => apply(multiplyOperator, [a, b]);

export const multiplyOperator: Operator<[a: Tensor, b: Tensor]> = {
  name: 'multiply',
  infer: ([a, b]) => [
    { shape: broadcastShapes(a.shape, b.shape, 'multiply'), type: requireSameType('multiply', [a, b]) },
  ],
  emit: ({ inputs }, emitter) => emitter.node('Mul', inputs),
  derive({ inputs: [a, b] }, gradient) {
    return [sumTo(multiply(gradient, b), a.shape), sumTo(multiply(gradient, a), b.shape)];
  },
};
