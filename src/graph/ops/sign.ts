// Elementwise sign: -1, 0 or 1. Its gradient is zero wherever it exists, so none flows.
import { float32 } from '../../core/array.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { onnxTypes } from './cast.ts';

/**
 * -1, 0 or 1.
 *
 * @param x any shape, of numbers
 * @example
 * ```ts
 * import { input, sign } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(sign(x).type); // float32
 * ```
 */
export const sign = (x: Tensor): Tensor => apply(signOperator, [x]);

export const signOperator: Operator<[x: Tensor]> = {
  name: 'sign',
  infer: ([x]) => [{ shape: x.shape, type: x.type }],
  emit: ({ inputs }, emitter) => emitter.node('Sign', inputs),
  emitForGpu({ inputs: [x], tensor }, emitter) {
    if (tensor.type !== 'float32') return undefined;
    const zero = emitter.constant(float32([0], []));
    const where = (comparison: string) =>
      emitter.node('Cast', emitter.node(comparison, [x, zero]), { to: onnxTypes.float32 })[0];
    return emitter.node('Sub', [where('Greater'), where('Less')]);
  },
  derive: () => [undefined],
};
