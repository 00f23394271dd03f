// The weight gradient of a linear map: A' B with all leading axes merged. dA = B Y' , dB = A Y.
import { MpaferError } from '../../core/errors.ts';
import { sameShape, showShape } from '../../core/shape.ts';
import { apply, type Operator, requireSameType, type Tensor } from '../tensor.ts';
import { linear } from './linear.ts';

/**
 * Sum over all leading axes of the outer products of A [..., I] and B [..., J] = [I, J].
 *
 * @param a [..., I]
 * @param b [..., J], with the same leading axes
 * @throws MpaferError `shape` when leading axes or types differ
 * @example
 * ```ts
 * import { contractRows, input } from 'mpafer/graph';
 * console.log(contractRows(input('a', ['B', 3]), input('b', ['B', 5])).shape); // [ 3, 5 ]
 * ```
 */
export const contractRows = (a: Tensor, b: Tensor): Tensor => apply(contractRowsOperator, [a, b]);

export const contractRowsOperator: Operator<[a: Tensor, b: Tensor]> = {
  name: 'contractRows',
  infer([a, b]) {
    const type = requireSameType('contractRows', [a, b]);
    if (a.shape.length < 1 || !sameShape(a.shape.slice(0, -1), b.shape.slice(0, -1))) {
      throw new MpaferError(
        'shape',
        `Cannot contractRows of shapes ${showShape(a.shape)} and ${showShape(b.shape)}: expected all axes but the last to be equal`,
      );
    }
    return [{ shape: [a.shape.at(-1)!, b.shape.at(-1)!], type }];
  },
  emit({ inputs, tensor }, emitter) {
    const flat = inputs.map((name, index) => {
      const rank = tensor.inputs[index]!.shape.length;
      return rank === 2 ? name : emitter.node('Flatten', [name], { axis: rank - 1 })[0];
    });
    return emitter.node('Gemm', flat, { transA: 1 });
  },
  derive({ inputs: [a, b] }, gradient) {
    return [linear(b, gradient, 'out-in'), linear(a, gradient, 'in-out')];
  },
};
