// The same elements under another shape. The gradient is reshaped back.
import { int64 } from '../../core/array.ts';
import { MpaferError } from '../../core/errors.ts';
import { numericSize, type Shape, sameShape, showShape } from '../../core/shape.ts';
import { apply, type Emitter, type Operator, type Tensor } from '../tensor.ts';

/**
 * `x` with the same elements in the same order as `shape`; the batch axis may move but not merge with another.
 *
 * @param x any shape
 * @param shape of as many elements
 * @throws MpaferError `shape` when the number of elements differs
 * @example
 * ```ts
 * import { input, reshape } from 'mpafer/graph';
 * console.log(reshape(input('x', ['B', 12]), ['B', 3, 4]).shape); // [ 'B', 3, 4 ]
 * ```
 */
export const reshape = (x: Tensor, shape: Shape): Tensor =>
  sameShape(x.shape, shape) ? x : apply(reshapeOperator, [x], { shape });

/** Writes `x` under another shape, in which the batch is whatever length is left over. */
export function emitReshape(x: string, shape: Shape, emitter: Emitter): readonly string[] {
  const lengths = shape.map((length) => (length === 'B' ? -1 : length));
  return emitter.node('Reshape', [x, emitter.constant(int64(lengths, [lengths.length]))]);
}

export const reshapeOperator: Operator<[x: Tensor], { shape: Shape }> = {
  name: 'reshape',
  infer([x], attributes) {
    const shape = attributes.shape;
    const withoutBatch = (all: Shape) => all.filter((length) => length !== 'B');
    const batches = (all: Shape) => all.length - withoutBatch(all).length;
    if (
      batches(x.shape) !== batches(shape) ||
      batches(shape) > 1 ||
      numericSize(withoutBatch(x.shape)) !== numericSize(withoutBatch(shape))
    ) {
      throw new MpaferError(
        'shape',
        `Cannot reshape ${showShape(x.shape)} to ${showShape(shape)}: the number of elements differs`,
      );
    }
    return [{ shape, type: x.type }];
  },
  emit: ({ inputs: [x], tensor }, emitter) => emitReshape(x, tensor.shape, emitter),
  derive: ({ inputs: [x] }, gradient) => [reshape(gradient, x.shape)],
};
