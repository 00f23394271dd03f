// Elementwise square root. d/dx = 1 / (2 sqrt x).
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { add } from './add.ts';
import { divide } from './divide.ts';

/**
 * Square root; x > 0 where a gradient is needed.
 *
 * @param x any shape, of a floating-point type, 0 or more
 * @example
 * ```ts
 * import { input, sqrt } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(sqrt(x).shape); // [ 'B', 7 ]
 * ```
 */
export const sqrt = (x: Tensor): Tensor => apply(sqrtOperator, [x]);

export const sqrtOperator: Operator<[x: Tensor]> = {
  name: 'sqrt',
  infer: ([x]) => [{ shape: x.shape, type: x.type }],
  emit: ({ inputs }, emitter) => emitter.node('Sqrt', inputs),
  derive: (y, gradient) => [divide(gradient, add(y, y))],
};
