// Elementwise sign change. d/dx = -1.
import { apply, type Operator, type Tensor } from '../tensor.ts';

/** -x. */
export const negate = (x: Tensor): Tensor => apply(negateOperator, [x]);

export const negateOperator: Operator<[x: Tensor]> = {
  name: 'negate',
  infer: ([x]) => [{ shape: x.shape, type: x.type }],
  emit: ({ inputs }, emitter) => emitter.node('Neg', inputs),
  derive: (_, gradient) => [negate(gradient)],
};
