// Elementwise hyperbolic tangent. d/dx = 1 - y^2.
import { apply, type Operator, scalar, type Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { subtract } from './subtract.ts';

/**
 * tanh x.
 *
 * @param x any shape, of a floating-point type
 * @example
 * ```ts
 * import { input, tanh } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(tanh(x).shape); // [ 'B', 7 ]
 * ```
 */
export const tanh = (x: Tensor): Tensor => apply(tanhOperator, [x]);

export const tanhOperator: Operator<[x: Tensor]> = {
  name: 'tanh',
  infer: ([x]) => [{ shape: x.shape, type: x.type }],
  emit: ({ inputs }, emitter) => emitter.node('Tanh', inputs),
  derive: (y, gradient) => [multiply(gradient, subtract(scalar(1, y.type), multiply(y, y)))],
};
