// Adds rows into a table of zeros at their numbers; equal numbers accumulate. The gradient gathers them again.
import { int64 } from '../../core/array.ts';
import { MpaferError } from '../../core/errors.ts';
import { type Shape, sameShape, showShape } from '../../core/shape.ts';
import { apply, type Operator, showTensor, type Tensor } from '../tensor.ts';
import { gather } from './gather.ts';
import { zeros } from './zeros.ts';

/** A table of `shape` [R, ...], zero but for `rows` [...indices, ...] added at `indices` (int64). */
export const scatterAdd = (indices: Tensor, rows: Tensor, shape: Shape): Tensor =>
  apply(scatterAddOperator, [zeros(shape, rows.type), indices, rows]);

export const scatterAddOperator: Operator = {
  name: 'scatterAdd',
  infer([table, indices, rows]) {
    if (indices!.type !== 'int64' || !sameShape(rows!.shape, [...indices!.shape, ...table!.shape.slice(1)])) {
      throw new MpaferError(
        'shape',
        `Cannot scatterAdd rows ${showShape(rows!.shape)} at ${showTensor(indices!)} into ${showShape(table!.shape)}: rows need one int64 index each`,
      );
    }
    return [{ shape: table!.shape, type: table!.type }];
  },
  emit({ inputs: [table, indices, rows], tensor }, emitter) {
    const rank = tensor.inputs[1]!.shape.length;
    const column = emitter.node('Unsqueeze', [indices!, emitter.constant(int64([rank], [1]))])[0]!;
    return emitter.node('ScatterND', [table!, column, rows!], { reduction: 'add' });
  },
  derive: ({ inputs: [, indices] }, gradient) => [gradient, undefined, gather(gradient, indices!)],
};
