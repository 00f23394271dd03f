// Elementwise absolute value. d/dx = sign x, 0 at 0 as in PyTorch.
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { multiply } from './multiply.ts';
import { sign } from './sign.ts';

/**
 * |x|.
 *
 * @param x any shape, of numbers
 * @example
 * ```ts
 * import { absolute, input } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(absolute(x).shape); // [ 'B', 7 ]
 * ```
 */
export const absolute = (x: Tensor): Tensor => apply(absoluteOperator, [x]);

export const absoluteOperator: Operator<[x: Tensor]> = {
  name: 'absolute',
  infer: ([x]) => [{ shape: x.shape, type: x.type }],
  emit: ({ inputs }, emitter) => emitter.node('Abs', inputs),
  derive: (y, gradient) => [multiply(gradient, sign(y.inputs[0]))],
};
