// The k largest of the last axis and where they are. The gradient goes to the selected elements only.
import { int64 } from '../../core/array.ts';
import { MpaferError } from '../../core/errors.ts';
import { showShape } from '../../core/shape.ts';
import { applyAll, type Operator, type Tensor } from '../tensor.ts';
import { scatterElements } from './scatter-elements.ts';

/** The largest values of each row and where they were. */
export interface TopK {
  /** [..., k], largest first. */
  readonly values: Tensor;
  /** [..., k] int64; of equal values the lower index comes first. */
  readonly indices: Tensor;
}

/**
 * The `k` largest elements along the last axis of `x`.
 *
 * @param x [..., N], of numbers
 * @param k from 1 to N
 * @throws MpaferError `shape` when k is not
 * @example
 * ```ts
 * import { input, topK } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * const { values, indices } = topK(x, 3);
 * console.log(values.shape, indices.type); // [ 'B', 3 ] int64
 * ```
 */
export function topK(x: Tensor, k: number): TopK {
  const [values, indices] = applyAll(topKOperator, [x], { k });
  return { values: values!, indices: indices! };
}

export const topKOperator: Operator<[x: Tensor], { k: number }, [values: Tensor, indices: Tensor]> = {
  name: 'topK',
  infer([x], attributes) {
    const k = attributes.k;
    const length = x.shape.at(-1);
    if (typeof length !== 'number' || !Number.isInteger(k) || k < 1 || k > length) {
      throw new MpaferError(
        'shape',
        `Cannot apply topK to shape ${showShape(x.shape)} with k = ${k}: expected k from 1 to the length of the last axis`,
      );
    }
    const shape = x.shape.with(-1, k);
    return [
      { shape, type: x.type },
      { shape, type: 'int64' },
    ];
  },
  emit: ({ inputs: [x], tensor }, emitter) =>
    emitter.node('TopK', [x, emitter.constant(int64([tensor.attributes.k], [1]))], { axis: -1 }, 2),
  derive(tensor, gradient) {
    if (tensor.output === 1) return [undefined];
    const x = tensor.inputs[0];
    const { indices } = topK(x, tensor.attributes.k);
    return [scatterElements(indices, gradient, x.shape, x.shape.length - 1)];
  },
};
