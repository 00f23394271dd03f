// Elementwise comparison with broadcasting: a > b. A step has no useful gradient, so none flows.
import { broadcastShapes } from '../../core/shape.ts';
import { apply, type Operator, requireSameType, type Tensor } from '../tensor.ts';

/**
 * Where a > b, as truth values.
 *
 * @param a any shape
 * @param b a shape that broadcasts with that of `a`, of the same type
 * @throws MpaferError `shape` when the shapes do not broadcast or the element types differ
 * @example
 * ```ts
 * import { greater, input, scalar } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(greater(x, scalar(0)).type); // bool
 * ```
 */
export const greater = (a: Tensor, b: Tensor): Tensor => apply(greaterOperator, [a, b]);

export const greaterOperator: Operator<[a: Tensor, b: Tensor]> = {
  name: 'greater',
  infer([a, b]) {
    requireSameType('greater', [a, b]);
    return [{ shape: broadcastShapes(a.shape, b.shape, 'greater'), type: 'bool' }];
  },
  emit: ({ inputs }, emitter) => emitter.node('Greater', inputs),
  derive: () => [undefined, undefined],
};
