// Pads one axis with zeros at both ends. The gradient is the range between them.
import { int64 } from '../../core/array.ts';
import { MpaferError } from '../../core/errors.ts';
import { fixed, positiveAxis, showShape } from '../../core/shape.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { slice } from './slice.ts';

/**
 * Pads `axis` of `x` with `before` zeros at its start and `behind` at its end.
 *
 * @param x any shape
 * @param axis counted from 0, or from the end; not the batch
 * @param before number of zeros, 0 or more
 * @param behind number of zeros, 0 or more
 * @throws MpaferError `shape` when a number is negative, or the axis is the batch or does not exist
 * @example
 * ```ts
 * import { input, pad } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(pad(x, 1, 1, 2).shape); // [ 'B', 10 ]
 * ```
 */
export const pad = (x: Tensor, axis: number, before: number, behind: number): Tensor =>
  before === 0 && behind === 0
    ? x
    : apply(padOperator, [x], { axis: positiveAxis(axis, x.shape.length, 'pad'), before, behind });

export const padOperator: Operator<[x: Tensor], { axis: number; before: number; behind: number }> = {
  name: 'pad',
  infer([x], attributes) {
    const { axis, before, behind } = attributes;
    const length = x.shape[axis]!;
    if (length === 'B' || before < 0 || behind < 0) {
      throw new MpaferError(
        'shape',
        `Cannot pad axis ${axis} of shape ${showShape(x.shape)} by ${before} and ${behind}`,
      );
    }
    return [{ shape: x.shape.with(axis, before + length + behind), type: x.type }];
  },
  emit({ inputs: [x], tensor }, emitter) {
    const { axis, before, behind } = tensor.attributes;
    const rank = tensor.shape.length;
    const pads = new Array<number>(2 * rank).fill(0);
    pads[axis] = before;
    pads[rank + axis] = behind;
    return emitter.node('Pad', [x, emitter.constant(int64(pads, [2 * rank]))]);
  },
  derive({ inputs: [x], attributes }, gradient) {
    const { axis, before } = attributes;
    return [slice(gradient, axis, before, before + fixed(x.shape, axis))];
  },
};
