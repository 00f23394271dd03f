// Elementwise sign change. d/dx = -1.
import { apply, type Operator, type Tensor } from '../tensor.ts';

/**
 * -x.
 *
 * @param x any shape, of numbers
 * @example
 * ```ts
 * import { input, negate } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(negate(x).shape); // [ 'B', 7 ]
 * ```
 */
export const negate = (x: Tensor): Tensor => apply(negateOperator, [x]);

export const negateOperator: Operator<[x: Tensor]> = {
  name: 'negate',
  infer: ([x]) => [{ shape: x.shape, type: x.type }],
  emit: ({ inputs }, emitter) => emitter.node('Neg', inputs),
  derive: (_, gradient) => [negate(gradient)],
};
