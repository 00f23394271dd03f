// Axes in another order. The gradient is put back in the old order.
import { MpaferError } from '../../core/errors.ts';
import { showShape } from '../../core/shape.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';

/**
 * Axis i of the result is axis `order[i]` of `x`; without `order`, the last two axes change places.
 *
 * @param x of two axes or more, if there is no `order`
 * @param order each axis once
 * @throws MpaferError `shape` when the order is none
 * @example
 * ```ts
 * import { input, transpose } from 'mpafer/graph';
 * const x = input('x', ['B', 3, 4]);
 * console.log(transpose(x).shape, transpose(x, [1, 0, 2]).shape); // [ 'B', 4, 3 ] [ 3, 'B', 4 ]
 * ```
 */
export function transpose(x: Tensor, order?: readonly number[]): Tensor {
  const rank = x.shape.length;
  const lastTwo = () => x.shape.map((_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));
  return apply(transposeOperator, [x], { order: order ?? lastTwo() });
}

export const transposeOperator: Operator<[x: Tensor], { order: readonly number[] }> = {
  name: 'transpose',
  infer([x], attributes) {
    const order = attributes.order;
    if (order.length !== x.shape.length || [...order].sort((a, b) => a - b).some((axis, index) => axis !== index)) {
      throw new MpaferError('shape', `Cannot transpose ${showShape(x.shape)} to the order [${order.join(', ')}]`);
    }
    return [{ shape: order.map((axis) => x.shape[axis]!), type: x.type }];
  },
  emit: ({ inputs, tensor }, emitter) => emitter.node('Transpose', inputs, { perm: tensor.attributes.order }),
  derive({ attributes }, gradient) {
    const order = attributes.order;
    return [
      transpose(
        gradient,
        order.map((_, axis) => order.indexOf(axis)),
      ),
    ];
  },
};
