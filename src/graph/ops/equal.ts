// Elementwise comparison with broadcasting: a = b. A step has no useful gradient, so none flows.
import { broadcastShapes } from '../../core/shape.ts';
import { apply, type Operator, requireSameType, type Tensor } from '../tensor.ts';

/**
 * Where a = b, as truth values.
 *
 * @param a any shape
 * @param b a shape that broadcasts with that of `a`, of the same type
 * @throws MpaferError `shape` when the shapes do not broadcast or the element types differ
 * @example
 * ```ts
 * import { equal, input, scalar } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(equal(x, scalar(0)).type); // bool
 * ```
 */
export const equal = (a: Tensor, b: Tensor): Tensor => apply(equalOperator, [a, b]);

export const equalOperator: Operator<[a: Tensor, b: Tensor]> = {
  name: 'equal',
  infer([a, b]) {
    requireSameType('equal', [a, b]);
    return [{ shape: broadcastShapes(a.shape, b.shape, 'equal'), type: 'bool' }];
  },
  emit: ({ inputs }, emitter) => emitter.node('Equal', inputs),
  derive: () => [undefined, undefined],
};
