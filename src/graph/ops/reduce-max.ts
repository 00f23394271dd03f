// Maximum over axes. The gradient goes to the elements that attain it, shared equally among equals, as torch.amax does.
import { int64 } from '../../core/array.ts';
import { positiveAxis } from '../../core/shape.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { cast } from './cast.ts';
import { divide } from './divide.ts';
import { equal } from './equal.ts';
import { multiply } from './multiply.ts';
import { reduceSum } from './reduce-sum.ts';
import { reshape } from './reshape.ts';

/**
 * Maximum over `axes`; the axes are dropped, or kept with length 1.
 *
 * @param x any shape, of numbers
 * @param axes counted from 0, or from the end
 * @param keep whether the axes stay, with length 1
 * @throws MpaferError `shape` when there is no such axis
 * @example
 * ```ts
 * import { input, reduceMax } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(reduceMax(x, [-1]).shape); // [ 'B' ]
 * ```
 */
export const reduceMax = (x: Tensor, axes: readonly number[], keep = false): Tensor =>
  apply(reduceMaxOperator, [x], { axes: axes.map((axis) => positiveAxis(axis, x.shape.length, 'reduceMax')), keep });

export const reduceMaxOperator: Operator<[x: Tensor], { axes: readonly number[]; keep: boolean }> = {
  name: 'reduceMax',
  infer([x], attributes) {
    const { axes, keep } = attributes;
    const shape = x.shape.flatMap((length, axis) => (axes.includes(axis) ? (keep ? [1] : []) : [length]));
    return [{ shape, type: x.type }];
  },
  emit({ inputs: [x], tensor }, emitter) {
    const { axes, keep } = tensor.attributes;
    // An empty list of axes means "all" to ONNX.
    if (axes.length === 0) return emitter.node('Identity', [x]);
    return emitter.node('ReduceMax', [x, emitter.constant(int64(axes, [axes.length]))], { keepdims: keep ? 1 : 0 });
  },
  derive(y, gradient) {
    const x = y.inputs[0];
    const axes = y.attributes.axes;
    const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    const attained = cast(equal(x, reshape(y, kept)), x.type);
    const share = divide(attained, reduceSum(attained, axes, true));
    return [multiply(share, reshape(gradient, kept))];
  },
};
