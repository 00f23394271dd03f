// Elementwise exponential. d/dx = e^x, which is the result itself.
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';

/**
 * e^x.
 *
 * @param x any shape, of a floating-point type
 * @example
 * ```ts
 * import { exp, input } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(exp(x).shape); // [ 'B', 7 ]
 * ```
 */
export const exp = (x: Tensor): Tensor => apply(expOperator, [x]);

export const expOperator: Operator<[x: Tensor]> = {
  name: 'exp',
  infer: ([x]) => [{ shape: x.shape, type: x.type }],
  emit: ({ inputs }, emitter) => emitter.node('Exp', inputs),
  derive: (y, gradient) => [multiply(gradient, y)],
};
