// Matrix product of the last two axes, batched over the others. Y = A B: dA = dY B', dB = A' dY.
import { MpaferError } from '../../core/errors.ts';
import { broadcastShapes, showShape } from '../../core/shape.ts';
import { apply, type Operator, requireSameType, type Tensor } from '../tensor.ts';
import { sumTo } from './sum-to.ts';
import { transpose } from './transpose.ts';

/**
 * A [..., I, K] times B [..., K, J] = [..., I, J]; leading axes broadcast.
 *
 * @param a [..., I, K]
 * @param b [..., K, J]
 * @throws MpaferError `shape` when K differs, leading axes do not broadcast, or types differ
 * @example
 * ```ts
 * import { input, matMul } from 'mpafer/graph';
 * console.log(matMul(input('a', ['B', 3, 4]), input('b', [4, 5])).shape); // [ 'B', 3, 5 ]
 * ```
 */
export const matMul = (a: Tensor, b: Tensor): Tensor => apply(matMulOperator, [a, b]);

export const matMulOperator: Operator<[a: Tensor, b: Tensor]> = {
  name: 'matMul',
  infer([a, b]) {
    const type = requireSameType('matMul', [a, b]);
    const [left, right] = [a.shape, b.shape];
    if (left.length < 2 || right.length < 2 || left.at(-1) !== right.at(-2)) {
      throw new MpaferError(
        'shape',
        `Cannot matMul shapes ${showShape(left)} and ${showShape(right)}: expected the last axis of the first to equal the last but one of the second`,
      );
    }
    const leading = broadcastShapes(left.slice(0, -2), right.slice(0, -2), 'matMul');
    return [{ shape: [...leading, left.at(-2)!, right.at(-1)!], type }];
  },
  emit: ({ inputs }, emitter) => emitter.node('MatMul', inputs),
  derive({ inputs: [a, b] }, gradient) {
    return [sumTo(matMul(gradient, transpose(b)), a.shape), sumTo(matMul(transpose(a), gradient), b.shape)];
  },
};
