// Logarithm of softmax along the last axis. dx = dy - softmax(x) sum(dy).
import { int64 } from '../../core/array.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { exp } from './exp.ts';
import { multiply } from './multiply.ts';
import { reduceSum } from './reduce-sum.ts';
import { subtract } from './subtract.ts';

/**
 * x - log sum exp(x) along the last axis, safe for large values.
 *
 * @param x [..., C], of a floating-point type
 * @example
 * ```ts
 * import { input, logSoftmax } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(logSoftmax(x).shape); // [ 'B', 7 ]
 * ```
 */
export const logSoftmax = (x: Tensor): Tensor => apply(logSoftmaxOperator, [x]);

export const logSoftmaxOperator: Operator<[x: Tensor]> = {
  name: 'logSoftmax',
  infer: ([x]) => [{ shape: x.shape, type: x.type }],
  emit: ({ inputs }, emitter) => emitter.node('LogSoftmax', inputs, { axis: -1 }),
  emitForGpu({ inputs: [x] }, emitter) {
    const node = (type: string, ...from: string[]) => emitter.node(type, from)[0];
    const last = emitter.constant(int64([-1], [1]));
    const shifted = node('Sub', x, node('ReduceMax', x, last));
    return [node('Sub', shifted, node('Log', node('ReduceSum', node('Exp', shifted), last)))];
  },
  derive: (y, gradient) => [subtract(gradient, multiply(exp(y), reduceSum(gradient, [-1], true)))],
};
