// Elementwise natural logarithm. d/dx = 1 / x.
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { divide } from './divide.ts';

/**
 * ln x, for x > 0.
 *
 * @param x any shape, of a floating-point type, greater than 0
 * @example
 * ```ts
 * import { input, log } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(log(x).shape); // [ 'B', 7 ]
 * ```
 */
export const log = (x: Tensor): Tensor => apply(logOperator, [x]);

export const logOperator: Operator<[x: Tensor]> = {
  name: 'log',
  infer: ([x]) => [{ shape: x.shape, type: x.type }],
  emit: ({ inputs }, emitter) => emitter.node('Log', inputs),
  derive: (y, gradient) => [divide(gradient, y.inputs[0])],
};
