// Rows of a table by their numbers. The gradient adds each row's share back to its place.
import { MpaferError } from '../../core/errors.ts';
import { showShape } from '../../core/shape.ts';
import { apply, type Operator, showTensor, type Tensor } from '../tensor.ts';
import { scatterAdd } from './scatter-add.ts';

/**
 * Rows of `table` [R, ...] at `indices` (int64, any shape) = [...indices, ...]. Indices are from 0 to R - 1.
 *
 * @param table [R, ...]
 * @param indices int64, any shape, from 0 to R - 1
 * @throws MpaferError `shape` when the indices are not int64 or the table has no axis
 * @example
 * ```ts
 * import { gather, input } from 'mpafer/graph';
 * const words = input('words', [49408, 512]);
 * console.log(gather(words, input('ids', ['B', 77], 'int64')).shape); // [ 'B', 77, 512 ]
 * ```
 */
export const gather = (table: Tensor, indices: Tensor): Tensor => apply(gatherOperator, [table, indices]);

export const gatherOperator: Operator<[table: Tensor, indices: Tensor]> = {
  name: 'gather',
  infer([table, indices]) {
    if (indices.type !== 'int64' || table.shape.length < 1) {
      throw new MpaferError(
        'shape',
        `Cannot gather rows of ${showShape(table.shape)} at ${showTensor(indices)}; expected int64 indices and a table of one axis or more`,
      );
    }
    return [{ shape: [...indices.shape, ...table.shape.slice(1)], type: table.type }];
  },
  emit: ({ inputs }, emitter) => emitter.node('Gather', inputs),
  derive: ({ inputs: [table, indices] }, gradient) => [scatterAdd(indices, gradient, table.shape), undefined],
};
