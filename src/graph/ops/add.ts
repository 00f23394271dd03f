// Elementwise sum with broadcasting. d/da = 1, d/db = 1.
import { broadcastShapes } from '../../core/shape.ts';
import { apply, type Operator, requireSameType, type Tensor } from '../tensor.ts';
import { sumTo } from './sum-to.ts';

/**
 * a + b, broadcasting.
 *
 * @param a any shape
 * @param b a shape that broadcasts with that of `a`, of the same type
 * @throws MpaferError `shape` when the shapes do not broadcast or the element types differ
 * @example
 * ```ts
 * import { add, input } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(add(x, input('bias', [7])).shape); // [ 'B', 7 ]
 * ```
 */
export const add = (a: Tensor, b: Tensor): Tensor => apply(addOperator, [a, b]);

export const addOperator: Operator<[a: Tensor, b: Tensor]> = {
  name: 'add',
  infer: ([a, b]) => [{ shape: broadcastShapes(a.shape, b.shape, 'add'), type: requireSameType('add', [a, b]) }],
  emit: ({ inputs }, emitter) => emitter.node('Add', inputs),
  derive({ inputs: [a, b] }, gradient) {
    return [sumTo(gradient, a.shape), sumTo(gradient, b.shape)];
  },
};
