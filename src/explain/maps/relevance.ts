// The gradient map: relevance that flows back to the patches through attention and its gradient.
import { fixed } from '../../core/shape.ts';
import { gradients } from '../../graph/gradients.ts';
import { add } from '../../graph/ops/add.ts';
import { expand } from '../../graph/ops/expand.ts';
import { greater } from '../../graph/ops/greater.ts';
import { matMul } from '../../graph/ops/mat-mul.ts';
import { mean } from '../../graph/ops/mean.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { pad } from '../../graph/ops/pad.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { slice } from '../../graph/ops/slice.ts';
import { where } from '../../graph/ops/where.ts';
import { scalar, type Tensor } from '../../graph/tensor.ts';
import { attentionsOf } from './attentions.ts';

/**
 * Relevance of each patch [B, N] for a margin (Chefer et al., ICCV 2021): R = I, then R += mean over heads of max(0, A dM/dA) R in every
 * layer, read at the class token. Only that row is needed, so it is carried from the last layer to the first.
 *
 * @param margin a scalar: the sum of the margins of the batch
 * @param patches N
 */
export function relevance(margin: Tensor, patches: number): Tensor {
  const attentions = attentionsOf([margin]);
  const slopes = gradients(margin, attentions);
  const tokens = 1 + patches;
  let row = classTokenRow(attentions[0]!, patches);
  for (let layer = attentions.length - 1; layer >= 0; layer--) {
    const flow = slice(mean(positive(multiply(attentions[layer]!, slopes[layer]!)), [1]), 2, 0, tokens);
    row = add(row, matMul(attendingRow(row, attentions[layer]!), flow));
  }
  return patchesOf(row, patches);
}

/** [B, 1, 1 + N]: 1 at the class token. */
export function classTokenRow(like: Tensor, patches: number): Tensor {
  return pad(expand(scalar(1, like.type), [like.shape[0]!, 1, 1]), 2, 0, patches);
}

/** The part of a row for the tokens that attend in a layer: in the last one that may be the class token alone. */
export const attendingRow = (row: Tensor, attention: Tensor): Tensor =>
  slice(row, 2, 0, fixed(attention.shape, 2) === 1 ? 1 : fixed(row.shape, 2));

/** The row without the class token, [B, N]. */
export const patchesOf = (row: Tensor, patches: number): Tensor =>
  reshape(slice(row, 2, 1, 1 + patches), [row.shape[0]!, patches]);

const positive = (x: Tensor): Tensor => where(greater(x, scalar(0, x.type)), x, scalar(0, x.type));
