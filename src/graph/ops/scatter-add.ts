// Adds rows into a table of zeros at their numbers; equal numbers accumulate. The gradient gathers them again.
import { float32, int64 } from '../../core/array.ts';
import { MpaferError } from '../../core/errors.ts';
import { type Shape, sameShape, showShape } from '../../core/shape.ts';
import { apply, type Operator, showTensor, type Tensor } from '../tensor.ts';
import { onnxTypes } from './cast.ts';
import { gather } from './gather.ts';
import { zeros } from './zeros.ts';

/**
 * A table of `shape` [R, ...], zero but for `rows` [...indices, ...] added at `indices` (int64).
 *
 * @param indices int64, from 0 to R - 1; rows with the same index are added up
 * @param rows [...indices, ...]
 * @param shape [R, ...]
 * @throws MpaferError `shape` when the indices are not int64, or rows do not fit
 * @example
 * ```ts
 * import { input, scatterAdd } from 'mpafer/graph';
 * const ids = input('ids', [5], 'int64');
 * console.log(scatterAdd(ids, input('rows', [5, 3]), [10, 3]).shape); // [ 10, 3 ]
 * ```
 */
export const scatterAdd = (indices: Tensor, rows: Tensor, shape: Shape): Tensor =>
  apply(scatterAddOperator, [zeros(shape, rows.type), indices, rows]);

export const scatterAddOperator: Operator<[table: Tensor, indices: Tensor, rows: Tensor]> = {
  name: 'scatterAdd',
  infer([table, indices, rows]) {
    if (indices.type !== 'int64' || !sameShape(rows.shape, [...indices.shape, ...table.shape.slice(1)])) {
      throw new MpaferError(
        'shape',
        `Cannot scatterAdd rows ${showShape(rows.shape)} at ${showTensor(indices)} into ${showShape(table.shape)}: rows need one int64 index each`,
      );
    }
    return [{ shape: table.shape, type: table.type }];
  },
  emit({ inputs: [table, indices, rows], tensor }, emitter) {
    const rank = tensor.inputs[1]!.shape.length;
    const column = emitter.node('Unsqueeze', [indices, emitter.constant(int64([rank], [1]))])[0];
    return emitter.node('ScatterND', [table, column, rows], { reduction: 'add' });
  },
  emitForGpu({ inputs: [table, indices, rows], tensor }, emitter) {
    const [, { shape }] = tensor.inputs as readonly [Tensor, Tensor, Tensor];
    const count = tensor.shape[0];
    if (typeof count !== 'number' || shape.filter((length) => length === 'B').length > 1) return undefined;
    // Whole numbers of 64 bits cannot be reshaped there, so the rows' numbers are looked up as floats, exact up to 2^24.
    const numbers = emitter.constant(
      float32(
        Array.from({ length: count }, (_, row) => row),
        [count],
      ),
    );
    const lengths = [...shape.map((length) => (length === 'B' ? -1 : length)), 1];
    const found = emitter.node('Gather', [numbers, indices]);
    const column = emitter.node('Reshape', [found[0]!, emitter.shape(lengths)]);
    const whole = emitter.node('Cast', column, { to: onnxTypes.int64 })[0];
    return emitter.node('ScatterND', [table, whole, rows], { reduction: 'add' });
  },
  derive: ({ inputs: [, indices] }, gradient) => [gradient, undefined, gather(gradient, indices)],
};
