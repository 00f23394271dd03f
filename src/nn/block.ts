// A pre-norm residual block: attention, then feed-forward.
import { add } from '../graph/ops/add.ts';
import { layerNorm } from '../graph/ops/layer-norm.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Activation } from './activation.ts';
import { type Attention, attention } from './attention.ts';
import { type Linear, linearLayer } from './linear-layer.ts';

export interface Norm {
  readonly scale: Tensor;
  readonly bias: Tensor;
}

export interface Block {
  readonly attentionNorm: Norm;
  readonly attention: Attention;
  readonly feedForwardNorm: Norm;
  readonly feedForward: { readonly expand: Linear; readonly contract: Linear };
}

export interface BlockOptions {
  readonly heads: number;
  readonly activation: Activation;
  readonly epsilon: number;
  /** Added to the attention scores, e.g. a causal mask [N, N]. */
  readonly mask?: Tensor | undefined;
  /** [P, D]: prompt rows appended to the input, whose outputs are dropped. */
  readonly prompts?: Tensor | undefined;
  /** Selects the rows to compute, [B, Q, D] of [B, N, D] (default: all). The other rows are still attended to; a mask applies to the selected rows. */
  readonly pick?: ((rows: Tensor) => Tensor) | undefined;
}

/**
 * `x` [B, N, D] through one block; [B, N, D], or those rows that `pick` picks.
 *
 * Prompts whose outputs are dropped matter only as keys and values. So their queries and their feed-forward are never
 * computed, and as they are the same for every item, their keys and values are computed once: the result is exactly that of appending them.
 */
export function block(x: Tensor, weights: Block, options: BlockOptions): Tensor {
  const { heads, mask, prompts, pick = (rows) => rows } = options;
  const normalise = (rows: Tensor) => norm(rows, weights.attentionNorm, options.epsilon);
  const extra = prompts === undefined ? undefined : normalise(prompts);
  const normal = normalise(x);
  const attended = add(pick(x), attention(normal, weights.attention, { heads, mask, extra, queries: pick(normal) }));
  return add(attended, feedForward(attended, weights, options));
}

/** The value path of a block: what each row would become if it attended to itself alone. `x` [B, N, D] to [B, N, D]. */
export function valuePath(x: Tensor, weights: Block, options: BlockOptions): Tensor {
  const value = linearLayer(norm(x, weights.attentionNorm, options.epsilon), weights.attention.value);
  const attended = add(x, linearLayer(value, weights.attention.output));
  return add(attended, feedForward(attended, weights, options));
}

export const norm = (x: Tensor, { scale, bias }: Norm, epsilon: number): Tensor => layerNorm(x, scale, bias, epsilon);

function feedForward(x: Tensor, { feedForwardNorm, feedForward }: Block, options: BlockOptions): Tensor {
  const hidden = options.activation(linearLayer(norm(x, feedForwardNorm, options.epsilon), feedForward.expand));
  return linearLayer(hidden, feedForward.contract);
}
