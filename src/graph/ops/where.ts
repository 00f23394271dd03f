// Chooses elementwise between two tensors. The gradient goes to the chosen one.
import { MpaferError } from '../../core/errors.ts';
import { broadcastShapes } from '../../core/shape.ts';
import { apply, type Operator, requireSameType, scalar, showTensor, type Tensor } from '../tensor.ts';
import { sumTo } from './sum-to.ts';

/**
 * `a` where `condition` (bool) holds, else `b`; all three broadcast.
 *
 * @param condition bool
 * @param a where it holds
 * @param b where it does not, of the type of `a`
 * @throws MpaferError `shape` when the condition is not bool, the shapes do not broadcast, or the types differ
 * @example
 * ```ts
 * import { greater, input, scalar, where } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(where(greater(x, scalar(0)), x, scalar(0)).shape); // [ 'B', 7 ]
 * ```
 */
export const where = (condition: Tensor, a: Tensor, b: Tensor): Tensor => apply(whereOperator, [condition, a, b]);

export const whereOperator: Operator<[condition: Tensor, a: Tensor, b: Tensor]> = {
  name: 'where',
  infer([condition, a, b]) {
    if (condition.type !== 'bool') {
      throw new MpaferError('shape', `Cannot apply where to a condition of ${showTensor(condition)}; expected bool`);
    }
    const values = broadcastShapes(a.shape, b.shape, 'where');
    return [{ shape: broadcastShapes(condition.shape, values, 'where'), type: requireSameType('where', [a, b]) }];
  },
  emit: ({ inputs }, emitter) => emitter.node('Where', inputs),
  derive({ inputs: [condition, a, b], type }, gradient) {
    const zero = scalar(0, type);
    return [
      undefined,
      sumTo(where(condition, gradient, zero), a.shape),
      sumTo(where(condition, zero, gradient), b.shape),
    ];
  },
};
