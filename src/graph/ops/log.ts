// Elementwise natural logarithm. d/dx = 1 / x.
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { divide } from './divide.ts';

/** ln x, for x > 0. */
export const log = (x: Tensor): Tensor => apply(logOperator, [x]);

export const logOperator: Operator<[x: Tensor]> = {
  name: 'log',
  infer: ([x]) => [{ shape: x.shape, type: x.type }],
  emit: ({ inputs }, emitter) => emitter.node('Log', inputs),
  derive: (y, gradient) => [divide(gradient, y.inputs[0])],
};
