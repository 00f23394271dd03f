// Multi-head self-attention, with optional extra keys and values that are the same for every item of the batch.
import { fixed } from '../core/shape.ts';
import { add } from '../graph/ops/add.ts';
import { concat } from '../graph/ops/concat.ts';
import { expand } from '../graph/ops/expand.ts';
import { matMul } from '../graph/ops/mat-mul.ts';
import { reshape } from '../graph/ops/reshape.ts';
import { scaled } from '../graph/ops/scaled.ts';
import { softmax } from '../graph/ops/softmax.ts';
import { transpose } from '../graph/ops/transpose.ts';
import type { Tensor } from '../graph/tensor.ts';
import { type Linear, linearLayer } from './linear-layer.ts';

export interface Attention {
  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;
  readonly output: Linear;
}

export interface AttentionOptions {
  readonly heads: number;
  /** Added to the scores before the softmax, broadcast to [B, H, N, N]. */
  readonly mask?: Tensor | undefined;
  /** [P, D]: rows that are attended to and attend to nothing. */
  readonly extra?: Tensor | undefined;
  /** [B, Q, D]: the rows that attend, where they are not all of `x`. */
  readonly queries?: Tensor | undefined;
}

/** `x` [B, N, D] attends to itself and to the extra rows; [B, N, D], or [B, Q, D] of the queries alone. */
export function attention(
  x: Tensor,
  weights: Attention,
  { heads, mask, extra, queries = x }: AttentionOptions,
): Tensor {
  const batch = x.shape[0]!;
  const width = fixed(x.shape, 2);
  const size = width / heads;

  const split = (rows: Tensor, order: readonly number[]) =>
    transpose(reshape(rows, [batch, rows.shape[1]!, heads, size]), order);
  // The extra rows are the same for every item: they are projected once, then repeated.
  const splitExtra = (rows: Tensor, order: readonly number[]) => {
    const projected = transpose(reshape(rows, [rows.shape[0]!, heads, size]), order);
    return expand(projected, [batch, ...projected.shape]);
  };

  const query = split(scaled(linearLayer(queries, weights.query), 1 / Math.sqrt(size)), [0, 2, 1, 3]);
  let key = split(linearLayer(x, weights.key), [0, 2, 3, 1]);
  let value = split(linearLayer(x, weights.value), [0, 2, 1, 3]);
  if (extra !== undefined) {
    key = concat([key, splitExtra(linearLayer(extra, weights.key), [1, 2, 0])], -1);
    value = concat([value, splitExtra(linearLayer(extra, weights.value), [1, 0, 2])], -2);
  }
  const scores = matMul(query, key);
  const mixed = matMul(softmax(mask === undefined ? scores : add(scores, mask)), value);
  return linearLayer(reshape(transpose(mixed, [0, 2, 1, 3]), queries.shape), weights.output);
}
