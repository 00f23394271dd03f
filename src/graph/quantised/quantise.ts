// A recogniser's graph with the linear maps of its blocks in whole numbers.
import type { NumericArray } from '../core/array.ts';
import { linearOperator } from '../graph/ops/linear.ts';
import { constantOperator, type Tensor } from '../graph/tensor.ts';
import { type QuantisedMatrix, quantisedLinear, quantiseMatrix } from './quantised-linear.ts';
import { rewrite } from './rewrite.ts';

/**
 * Replaces linear maps with a constant matrix and a bias, which are those of the blocks: nearly all weights and all time. The patches'
 * embedding, the projection and attention's own products stay float32.
 */
export function quantise<Name extends string>(outputs: Readonly<Record<Name, Tensor>>): Readonly<Record<Name, Tensor>> {
  const matrices = new Map<object, QuantisedMatrix>();
  const quantised = (array: NumericArray): QuantisedMatrix => {
    const known = matrices.get(array) ?? quantiseMatrix(array);
    matrices.set(array, known);
    return known;
  };
  return rewrite(outputs, ({ operator, attributes }, [x, matrix, bias]) => {
    const applies = operator === linearOperator && attributes.layout === 'out-in' && bias !== undefined;
    if (!applies || matrix!.operator !== constantOperator) return undefined;
    return quantisedLinear(x!, quantised(matrix!.attributes.array as NumericArray), bias);
  });
}
