// Puts elements into zeros along one axis; equal places accumulate. The gradient picks them again.
import { MpaferError } from '../../core/errors.ts';
import { positiveAxis, type Shape, sameShape, showShape } from '../../core/shape.ts';
import { apply, type Operator, showTensor, type Tensor } from '../tensor.ts';
import { gatherElements } from './gather-elements.ts';
import { zeros } from './zeros.ts';

/**
 * Zeros of `shape`, plus `values` at `indices` (int64, same shape as `values`) along `axis`.
 *
 * @param indices int64, of the shape of `values`
 * @param values what is put there
 * @param shape of the result
 * @param axis that the indices count along
 * @throws MpaferError `shape` when the indices are not int64, or shapes do not fit
 * @example
 * ```ts
 * import { input, scatterElements } from 'mpafer/graph';
 * const best = input('best', ['B', 2], 'int64');
 * console.log(scatterElements(best, input('values', ['B', 2]), ['B', 7], 1).shape); // [ 'B', 7 ]
 * ```
 */
export const scatterElements = (indices: Tensor, values: Tensor, shape: Shape, axis: number): Tensor =>
  apply(scatterElementsOperator, [zeros(shape, values.type), indices, values], {
    axis: positiveAxis(axis, shape.length, 'scatterElements'),
  });

export const scatterElementsOperator: Operator<[into: Tensor, indices: Tensor, values: Tensor], { axis: number }> = {
  name: 'scatterElements',
  infer([into, indices, values], attributes) {
    const axis = attributes.axis;
    const fits = into.shape.every((length, other) => other === axis || length === values.shape[other]);
    const ranks = into.shape.length === values.shape.length;
    if (indices.type !== 'int64' || !sameShape(indices.shape, values.shape) || !ranks || !fits) {
      throw new MpaferError(
        'shape',
        `Cannot scatterElements of ${showShape(values.shape)} at ${showTensor(indices)} into ${showShape(into.shape)} along axis ${axis}`,
      );
    }
    return [{ shape: into.shape, type: into.type }];
  },
  emit: ({ inputs, tensor }, emitter) =>
    emitter.node('ScatterElements', inputs, { axis: tensor.attributes.axis, reduction: 'add' }),
  derive({ inputs: [, indices], attributes }, gradient) {
    return [gradient, undefined, gatherElements(gradient, indices, attributes.axis)];
  },
};
