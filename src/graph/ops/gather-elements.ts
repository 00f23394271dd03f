// Picks along one axis, for every place its own number. The gradient puts each share back where it was picked.
import { MpaferError } from '../../core/errors.ts';
import { positiveAxis, showShape } from '../../core/shape.ts';
import { apply, type Operator, showTensor, type Tensor } from '../tensor.ts';
import { scatterElements } from './scatter-elements.ts';

/**
 * y[..., i, ...] = x[..., indices[..., i, ...], ...] along `axis`; all other axes of x and indices are equal.
 *
 * @param x any shape
 * @param indices int64, of as many axes as `x`
 * @param axis counted from 0, or from the end
 * @throws MpaferError `shape` when the indices are not int64, or another axis differs
 * @example
 * ```ts
 * import { gatherElements, input } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(gatherElements(x, input('best', ['B', 1], 'int64'), 1).shape); // [ 'B', 1 ]
 * ```
 */
export const gatherElements = (x: Tensor, indices: Tensor, axis: number): Tensor =>
  apply(gatherElementsOperator, [x, indices], { axis: positiveAxis(axis, x.shape.length, 'gatherElements') });

export const gatherElementsOperator: Operator<[x: Tensor, indices: Tensor], { axis: number }> = {
  name: 'gatherElements',
  infer([x, indices], attributes) {
    const axis = attributes.axis;
    const fits = x.shape.every((length, other) => other === axis || length === indices.shape[other]);
    if (indices.type !== 'int64' || x.shape.length !== indices.shape.length || !fits) {
      throw new MpaferError(
        'shape',
        `Cannot gatherElements of ${showShape(x.shape)} at ${showTensor(indices)} along axis ${axis}`,
      );
    }
    return [{ shape: indices.shape, type: x.type }];
  },
  emit: ({ inputs, tensor }, emitter) => emitter.node('GatherElements', inputs, { axis: tensor.attributes.axis }),
  derive({ inputs: [x, indices], attributes }, gradient) {
    return [scatterElements(indices, gradient, x.shape, attributes.axis), undefined];
  },
};
