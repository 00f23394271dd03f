// A tensor times a number. Next to a linear map the number becomes a factor of that map: one pass over the tensor less, in both passes.
import { constantOperator, isResultOf, scalar, type Tensor } from '../tensor.ts';
import { linearOperator, scaledLinear } from './linear.ts';
import { multiply, multiplyOperator } from './multiply.ts';

/**
 * x times `factor`.
 *
 * @param x any shape, of numbers
 * @param factor next to a linear map it becomes a part of that map and costs nothing
 * @example
 * ```ts
 * import { input, scaled } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(scaled(x, 0.5).shape, scaled(x, 1) === x); // [ 'B', 7 ] true
 * ```
 */
export function scaled(x: Tensor, factor: number): Tensor {
  if (factor === 1) return x;
  return isResultOf(x, linearOperator) && hasFactors(x) ? scaledLinear(x, factor) : multiply(x, scalar(factor, x.type));
}

/** What a tensor was before it was multiplied by a number, and that number. */
export function withoutFactor(x: Tensor): { readonly tensor: Tensor; readonly factor: number } {
  if (isResultOf(x, multiplyOperator) && hasFactors(x)) {
    const [tensor, number] = x.inputs;
    if (isResultOf(number, constantOperator) && number.shape.length === 0) {
      return { tensor, factor: Number(number.attributes.array.data[0]) };
    }
  }
  return { tensor: x, factor: 1 };
}

/** The runtime's products have factors of single precision. */
const hasFactors = ({ type }: Tensor): boolean => type === 'float32';
