// Elementwise logistic function. d/dx = y (1 - y).
import { apply, type Operator, scalar, type Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { subtract } from './subtract.ts';

/**
 * 1 / (1 + e^-x).
 *
 * @param x any shape, of a floating-point type
 * @example
 * ```ts
 * import { input, sigmoid } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(sigmoid(x).shape); // [ 'B', 7 ]
 * ```
 */
export const sigmoid = (x: Tensor): Tensor => apply(sigmoidOperator, [x]);

export const sigmoidOperator: Operator<[x: Tensor]> = {
  name: 'sigmoid',
  infer: ([x]) => [{ shape: x.shape, type: x.type }],
  emit: ({ inputs }, emitter) => emitter.node('Sigmoid', inputs),
  derive: (y, gradient) => [multiply(gradient, multiply(y, subtract(scalar(1, y.type), y)))],
};
