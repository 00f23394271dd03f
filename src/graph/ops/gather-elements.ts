// Picks along one axis, for every place its own number. The gradient puts each share back where it was picked.
import { MpaferError } from '../../core/errors.ts';
import { positiveAxis, showShape } from '../../core/shape.ts';
import { apply, type Operator, showTensor, type Tensor } from '../tensor.ts';
import { scatterElements } from './scatter-elements.ts';

/** y[..., i, ...] = x[..., indices[..., i, ...], ...] along `axis`; all other axes of x and indices are equal. */
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
