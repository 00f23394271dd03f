// Softmax of the last axis. dx = y (dy - sum(dy y)).
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { reduceSum } from './reduce-sum.ts';
import { subtract } from './subtract.ts';

/**
 * exp(x) / sum exp(x) along the last axis, safe for large values.
 *
 * @param x [..., C], of a floating-point type
 * @example
 * ```ts
 * import { input, softmax } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(softmax(x).shape); // [ 'B', 7 ]
 * ```
 */
export const softmax = (x: Tensor): Tensor => apply(softmaxOperator, [x]);

export const softmaxOperator: Operator<[x: Tensor]> = {
  name: 'softmax',
  infer: ([x]) => [{ shape: x.shape, type: x.type }],
  emit: ({ inputs }, emitter) => emitter.node('Softmax', inputs, { axis: -1 }),
  derive(y, gradient) {
    const inner = reduceSum(multiply(gradient, y), [-1], true);
    return [multiply(y, subtract(gradient, inner))];
  },
};
