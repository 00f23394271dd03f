// Pads one axis with zeros at both ends. The gradient is the range between them.
import { int64 } from '../../core/array.ts';
import { MpaferError } from '../../core/errors.ts';
import { fixed, positiveAxis, showShape } from '../../core/shape.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { slice } from './slice.ts';

/** Pads `axis` of `x` with `before` zeros at its start and `behind` at its end. */
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
