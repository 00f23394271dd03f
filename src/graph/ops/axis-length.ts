// The length of an axis as a scalar; of the batch it is known only when the graph runs.
import { type DType, int64 } from '../../core/array.ts';
import type { Dimension } from '../../core/shape.ts';
import { apply, type Operator, scalar, type Tensor } from '../tensor.ts';
import { onnxTypes } from './cast.ts';

/**
 * The length as a scalar of `type`.
 *
 * @param length a number, which gives a constant, or `'B'`, which is known when the graph runs
 * @param type of the scalar
 * @example
 * ```ts
 * import { axisLength } from 'mpafer/graph';
 * console.log(axisLength('B', 'float32').shape); // []
 * ```
 */
export const axisLength = (length: Dimension, type: DType): Tensor =>
  length === 'B' ? apply(axisLengthOperator, [], { type }) : scalar(length, type);

export const axisLengthOperator: Operator<[], { type: DType }> = {
  name: 'axisLength',
  infer: (_, { type }) => [{ shape: [], type }],
  emit({ tensor }, emitter) {
    const whole = emitter.node('Squeeze', [emitter.shape(['B'])]);
    return emitter.node('Cast', whole, { to: onnxTypes[tensor.type] });
  },
  emitForGpu({ tensor }, emitter) {
    const ones = tensor.type === 'float32' ? emitter.batchOfOnes() : undefined;
    if (ones === undefined) return undefined;
    return emitter.node('ReduceSum', [ones, emitter.constant(int64([0], [1]))], { keepdims: 0 });
  },
};
