// Sum over axes. d/dx = 1 for every element that was summed.
import { int64 } from '../../core/array.ts';
import { positiveAxis } from '../../core/shape.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { expand } from './expand.ts';
import { reshape } from './reshape.ts';

/**
 * Sum over `axes` (default: all); the axes are dropped, or kept with length 1.
 *
 * @param x any shape, of numbers
 * @param axes counted from 0, or from the end; the batch may be among them
 * @param keep whether the axes stay, with length 1
 * @throws MpaferError `shape` when there is no such axis
 * @example
 * ```ts
 * import { input, reduceSum } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(reduceSum(x).shape, reduceSum(x, [-1], true).shape); // [] [ 'B', 1 ]
 * ```
 */
export const reduceSum = (x: Tensor, axes?: readonly number[], keep = false): Tensor =>
  apply(reduceSumOperator, [x], {
    axes: (axes ?? x.shape.map((_, axis) => axis)).map((axis) => positiveAxis(axis, x.shape.length, 'reduceSum')),
    keep,
  });

export const reduceSumOperator: Operator<[x: Tensor], { axes: readonly number[]; keep: boolean }> = {
  name: 'reduceSum',
  infer([x], attributes) {
    const { axes, keep } = attributes;
    const shape = x.shape.flatMap((length, axis) => (axes.includes(axis) ? (keep ? [1] : []) : [length]));
    return [{ shape, type: x.type }];
  },
  emit({ inputs: [x], tensor }, emitter) {
    const { axes, keep } = tensor.attributes;
    // An empty list of axes means "all" to ONNX.
    if (axes.length === 0) return emitter.node('Identity', [x]);
    return emitter.node('ReduceSum', [x, emitter.constant(int64(axes, [axes.length]))], { keepdims: keep ? 1 : 0 });
  },
  derive({ inputs: [x], attributes }, gradient) {
    const axes = attributes.axes;
    const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    return [expand(reshape(gradient, kept), x.shape)];
  },
};
