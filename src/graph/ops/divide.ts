// Elementwise quotient with broadcasting. d/da = 1 / b, d/db = -a / b^2.
import { broadcastShapes } from '../../core/shape.ts';
import { apply, type Operator, requireSameType, type Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { negate } from './negate.ts';
import { sumTo } from './sum-to.ts';

/**
 * a / b, broadcasting.
 *
 * @param a any shape
 * @param b a shape that broadcasts with that of `a`, of the same type
 * @throws MpaferError `shape` when the shapes do not broadcast or the element types differ
 * @example
 * ```ts
 * import { divide, input } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(divide(x, input('norm', ['B', 1])).shape); // [ 'B', 7 ]
 * ```
 */
export const divide = (a: Tensor, b: Tensor): Tensor => apply(divideOperator, [a, b]);

export const divideOperator: Operator<[a: Tensor, b: Tensor]> = {
  name: 'divide',
  infer: ([a, b]) => [{ shape: broadcastShapes(a.shape, b.shape, 'divide'), type: requireSameType('divide', [a, b]) }],
  emit: ({ inputs }, emitter) => emitter.node('Div', inputs),
  derive({ inputs: [a, b] }, gradient) {
    return [sumTo(divide(gradient, b), a.shape), sumTo(negate(divide(multiply(gradient, a), multiply(b, b))), b.shape)];
  },
};
