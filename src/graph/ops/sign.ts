// Elementwise sign: -1, 0 or 1. Its gradient is zero wherever it exists, so none flows.
import { apply, type Operator, type Tensor } from '../tensor.ts';

/** -1, 0 or 1. */
export const sign = (x: Tensor): Tensor => apply(signOperator, [x]);

export const signOperator: Operator = {
  name: 'sign',
  infer: ([x]) => [{ shape: x!.shape, type: x!.type }],
  emit: ({ inputs }, emitter) => emitter.node('Sign', inputs),
  derive: () => [undefined],
};
