// Stretches axes of length 1 to a larger shape. The gradient is the sum over what was stretched.
import { MpaferError } from '../../core/errors.ts';
import { broadcastShapes, type Shape, sameShape, showShape } from '../../core/shape.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { sumTo } from './sum-to.ts';

/** `x` broadcast to `shape`. */
export const expand = (x: Tensor, shape: Shape): Tensor =>
  sameShape(x.shape, shape) ? x : apply(expandOperator, [x], { shape });

export const expandOperator: Operator = {
  name: 'expand',
  infer([x], attributes) {
    const shape = attributes.shape as Shape;
    if (!sameShape(broadcastShapes(x!.shape, shape, 'expand'), shape)) {
      throw new MpaferError('shape', `Cannot expand shape ${showShape(x!.shape)} to the smaller ${showShape(shape)}`);
    }
    return [{ shape, type: x!.type }];
  },
  emit: ({ inputs: [x], tensor }, emitter) => emitter.node('Expand', [x!, emitter.shape(tensor.shape)]),
  derive: ({ inputs: [x] }, gradient) => [sumTo(gradient, x!.shape)],
};
