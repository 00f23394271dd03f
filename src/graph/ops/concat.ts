// Tensors joined along one axis. The gradient is cut into the same pieces.
import { MpaferError } from '../../core/errors.ts';
import { fixed, positiveAxis, sameShape, showShape } from '../../core/shape.ts';
import { apply, type Operator, requireSameType, type Tensor } from '../tensor.ts';
import { slice } from './slice.ts';

/**
 * Joins tensors along `axis`; all other axes must be equal.
 *
 * @param tensors one or more, of one type
 * @param axis counted from 0, or from the end: -1 is the last; not the batch
 * @throws MpaferError `shape` when other axes or the types differ, or the axis is the batch
 * @example
 * ```ts
 * import { concat, input } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(concat([x, input('more', ['B', 2])], 1).shape); // [ 'B', 9 ]
 * ```
 */
export const concat = (tensors: readonly Tensor[], axis: number): Tensor =>
  tensors.length === 1
    ? tensors[0]!
    : apply(concatOperator, tensors, { axis: positiveAxis(axis, tensors[0]?.shape.length ?? 0, 'concat') });

export const concatOperator: Operator<readonly Tensor[], { axis: number }> = {
  name: 'concat',
  infer(inputs, attributes) {
    const axis = attributes.axis;
    const first = inputs[0];
    let total = 0;
    for (const { shape } of inputs) {
      const length = shape[axis];
      if (typeof length !== 'number' || !sameShape(shape.with(axis, 0), first.shape.with(axis, 0))) {
        throw new MpaferError(
          'shape',
          `Cannot concat shapes ${showShape(first.shape)} and ${showShape(shape)} along axis ${axis}`,
        );
      }
      total += length;
    }
    return [{ shape: first.shape.with(axis, total), type: requireSameType('concat', inputs) }];
  },
  emit: ({ inputs, tensor }, emitter) => emitter.node('Concat', inputs, { axis: tensor.attributes.axis }),
  derive({ inputs, attributes }, gradient) {
    const axis = attributes.axis;
    let begin = 0;
    return inputs.map((source) => {
      const end = begin + fixed(source.shape, axis);
      const piece = slice(gradient, axis, begin, end);
      begin = end;
      return piece;
    });
  },
};
