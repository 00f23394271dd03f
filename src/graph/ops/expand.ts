// Stretches axes of length 1 to a larger shape. The gradient is the sum over what was stretched.
import { MpaferError } from '../../core/errors.ts';
import { broadcastShapes, type Shape, sameShape, showShape } from '../../core/shape.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { sumTo } from './sum-to.ts';

/**
 * `x` broadcast to `shape`.
 *
 * @param x a shape that broadcasts to `shape`
 * @param shape the batch included
 * @throws MpaferError `shape` when `x` does not broadcast to it
 * @example
 * ```ts
 * import { expand, input } from 'mpafer/graph';
 * console.log(expand(input('row', [1, 7]), ['B', 7]).shape); // [ 'B', 7 ]
 * ```
 */
export const expand = (x: Tensor, shape: Shape): Tensor =>
  sameShape(x.shape, shape) ? x : apply(expandOperator, [x], { shape });

/** Factor to stretch each axis by: 1 where x already has the batch axis, whose length is known only at run time. */
function factors({ inputs: [x], shape }: Tensor): Shape {
  const missing = shape.length - x.shape.length;
  return shape.map((length, axis) => (length === 'B' && x.shape[axis - missing] === 'B' ? 1 : length));
}

export const expandOperator: Operator<[x: Tensor], { shape: Shape }> = {
  name: 'expand',
  infer([x], attributes) {
    const shape = attributes.shape;
    if (!sameShape(broadcastShapes(x.shape, shape, 'expand'), shape)) {
      throw new MpaferError('shape', `Cannot expand shape ${showShape(x.shape)} to the smaller ${showShape(shape)}`);
    }
    return [{ shape, type: x.type }];
  },
  emit: ({ inputs: [x], tensor }, emitter) => emitter.node('Expand', [x, emitter.shape(factors(tensor))]),
  emitForGpu({ inputs: [x], tensor }, emitter) {
    const batches = factors(tensor).flatMap((length, axis) => (length === 'B' ? [axis] : []));
    if (batches.length === 0) return undefined;
    const ones = tensor.type === 'float32' ? emitter.batchOfOnes() : undefined;
    if (ones === undefined) return undefined;
    const known = factors(tensor).map((length) => (length === 'B' ? 1 : length));
    let result = known.every((length) => length === 1) ? x : emitter.node('Expand', [x, emitter.shape(known)])[0];
    for (const axis of batches) {
      const along = known.map((_, other) => (other === axis ? -1 : 1));
      const column = emitter.node('Reshape', [ones, emitter.shape(along)])[0];
      result = emitter.node('Mul', [result, column])[0];
    }
    return [result];
  },
  derive: ({ inputs: [x] }, gradient) => [sumTo(gradient, x.shape)],
};
