// A sum along an axis by adding halves element by element: the runtime's own sums of short rows begin at the next multiple of 16 bytes, and
// so round by place.
import { fixed } from '../core/shape.ts';
import { add } from '../graph/ops/add.ts';
import { concat } from '../graph/ops/concat.ts';
import { slice } from '../graph/ops/slice.ts';
import type { Tensor } from '../graph/tensor.ts';

/** The sum of `values` along `axis`, which stays with length 1. The same numbers give the same bits wherever they are in a batch. */
export function foldedSum(values: Tensor, axis: number): Tensor {
  let rows = values;
  for (let length = fixed(values.shape, axis); length > 1; length = Math.ceil(length / 2)) {
    const half = Math.floor(length / 2);
    const sums = add(slice(rows, axis, 0, half), slice(rows, axis, half, 2 * half));
    rows = length % 2 === 0 ? sums : concat([sums, slice(rows, axis, length - 1, length)], axis);
  }
  return rows;
}
