// Elementwise hyperbolic tangent. d/dx = 1 - y^2.
import { apply, type Operator, scalar, type Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { subtract } from './subtract.ts';

/** tanh x. */
export const tanh = (x: Tensor): Tensor => apply(tanhOperator, [x]);

export const tanhOperator: Operator<[x: Tensor]> = {
  name: 'tanh',
  infer: ([x]) => [{ shape: x.shape, type: x.type }],
  emit: ({ inputs }, emitter) => emitter.node('Tanh', inputs),
  derive: (y, gradient) => [multiply(gradient, subtract(scalar(1, y.type), multiply(y, y)))],
};
