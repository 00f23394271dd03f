// A tensor times a number. Next to a linear map the number becomes a factor of that map: one pass over the tensor less, in both passes.
import type { NumericArray } from '../../core/array.ts';
import { constantOperator, scalar, type Tensor } from '../tensor.ts';
import { linearOperator, scaledLinear } from './linear.ts';
import { multiply, multiplyOperator } from './multiply.ts';

/** x times `factor`. */
export function scaled(x: Tensor, factor: number): Tensor {
  if (factor === 1) return x;
  return x.operator === linearOperator && hasFactors(x) ? scaledLinear(x, factor) : multiply(x, scalar(factor, x.type));
}

/** What a tensor was before it was multiplied by a number, and that number. */
export function withoutFactor(x: Tensor): { readonly tensor: Tensor; readonly factor: number } {
  const [tensor, number] = x.inputs;
  if (x.operator !== multiplyOperator || number!.operator !== constantOperator || !hasFactors(x)) {
    return { tensor: x, factor: 1 };
  }
  const { shape, data } = number!.attributes.array as NumericArray;
  return shape.length === 0 ? { tensor: tensor!, factor: data[0] as number } : { tensor: x, factor: 1 };
}

/** The runtime's products have factors of single precision. */
const hasFactors = ({ type }: Tensor): boolean => type === 'float32';
