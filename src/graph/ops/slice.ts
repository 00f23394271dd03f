// A range of one axis. The gradient is zero outside the range.
import { int64 } from '../../core/array.ts';
import { MpaferError } from '../../core/errors.ts';
import { fixed, positiveAxis, showShape } from '../../core/shape.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { pad } from './pad.ts';

/**
 * Elements `begin` to `end` (exclusive) of `axis`.
 *
 * @param x any shape
 * @param axis counted from 0, or from the end; not the batch
 * @param begin the first, from 0
 * @param end the first that is left out
 * @throws MpaferError `shape` when the range is empty or out of bounds, or the axis is the batch
 * @example
 * ```ts
 * import { input, slice } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(slice(x, 1, 0, 3).shape); // [ 'B', 3 ]
 * ```
 */
export const slice = (x: Tensor, axis: number, begin: number, end: number): Tensor =>
  apply(sliceOperator, [x], { axis: positiveAxis(axis, x.shape.length, 'slice'), begin, end });

export const sliceOperator: Operator<[x: Tensor], { axis: number; begin: number; end: number }> = {
  name: 'slice',
  infer([x], attributes) {
    const { axis, begin, end } = attributes;
    const length = x.shape[axis]!;
    if (length === 'B' || begin < 0 || end > length || begin >= end) {
      throw new MpaferError('shape', `Cannot slice ${begin} to ${end} of axis ${axis} of shape ${showShape(x.shape)}`);
    }
    return [{ shape: x.shape.with(axis, end - begin), type: x.type }];
  },
  emit({ inputs: [x], tensor }, emitter) {
    const { axis, begin, end } = tensor.attributes;
    const list = (value: number) => emitter.constant(int64([value], [1]));
    return emitter.node('Slice', [x, list(begin), list(end), list(axis)]);
  },
  derive({ inputs: [x], attributes }, gradient) {
    const { axis, begin, end } = attributes;
    return [pad(gradient, axis, begin, fixed(x.shape, axis) - end)];
  },
};
