// CLIP's text tower: token embeddings in, one text embedding out of each sequence's end token.
import { float32, float64 } from '../core/array.ts';
import { fixed } from '../core/shape.ts';
import { add } from '../graph/ops/add.ts';
import { concat } from '../graph/ops/concat.ts';
import { gather } from '../graph/ops/gather.ts';
import { linear } from '../graph/ops/linear.ts';
import { reshape } from '../graph/ops/reshape.ts';
import { slice } from '../graph/ops/slice.ts';
import { constant, type Tensor } from '../graph/tensor.ts';
import { block, norm } from '../nn/block.ts';
import { blockOptions } from './block-options.ts';
import type { ClipConfig } from './config.ts';
import type { TextTowerWeights } from './weights.ts';

/**
 * CLIP's text tower as a graph: embedded tokens in, text features out.
 *
 * @param weights of the tower, as `frozenWeights` gives them
 * @param config sizes of the CLIP
 * @param embeddings [C, T, Dt]: token embeddings (or soft prompts in their place), without positions; T may be cut right
 * behind the longest sequence's end token, which changes nothing as each position sees only those before it
 * @param ends [C] int64: row of each sequence's end token when all C x T rows are numbered through
 * @param contexts by layer, [C, M, Dt]: rows that replace the M rows behind the start token at the layer's input; none by default
 * @returns [C, E], not at unit length
 * @throws MpaferError `shape` when embeddings do not fit the model
 * @example
 * ```ts
 * import { openClip } from 'mpafer';
 * import { frozenWeights, input, textTower } from 'mpafer/graph';
 * const clip = await openClip('face-clip');
 * const { text } = frozenWeights(clip.weights);
 * const embeddings = input('embeddings', [7, 20, 128]);
 * console.log(textTower(text, clip.config, embeddings, input('ends', [7], 'int64')).shape); // [ 7, 128 ]
 * ```
 */
export function textTower(
  weights: TextTowerWeights<Tensor>,
  { text }: ClipConfig,
  embeddings: Tensor,
  ends: Tensor,
  contexts: readonly (Tensor | undefined)[] = [],
): Tensor {
  const [count, length] = [fixed(embeddings.shape, 0), fixed(embeddings.shape, 1)];
  const options = { ...blockOptions(text), mask: causalMask(1, length, embeddings.type) };
  const first = slice(weights.positionEmbedding, 0, 0, length);
  const entering = (rows: Tensor, layer: number) => withContext(rows, contexts[layer]);
  const lastLayer = weights.blocks.length - 1;
  const beforeLast = weights.blocks
    .slice(0, lastLayer)
    .reduce((rows, weight, layer) => block(entering(rows, layer), weight, options), add(embeddings, first));
  // Only the end tokens of the last layer are read, and each attends no further than itself.
  const atEnds = (rows: Tensor, shape: readonly number[]) =>
    reshape(gather(reshape(rows, [count * length, rows.shape.at(-1)!]), ends), shape);
  const pick = (rows: Tensor) => atEnds(rows, [count, 1, text.width]);
  const mask = atEnds(causalMask(count, length, embeddings.type), [count, 1, 1, length]);
  const last = block(entering(beforeLast, lastLayer), weights.blocks[lastLayer]!, { ...options, mask, pick });
  const rows = reshape(last, [count, text.width]);
  return linear(norm(rows, weights.finalNorm, text.epsilon), weights.projection, 'out-in');
}

/** `rows` [C, T, Dt] with those behind the start token replaced. */
function withContext(rows: Tensor, context: Tensor | undefined): Tensor {
  if (context === undefined) return rows;
  const behind = 1 + fixed(context.shape, 1);
  return concat([slice(rows, 1, 0, 1), context, slice(rows, 1, behind, fixed(rows.shape, 1))], 1);
}

/** 0 where a position may look, at itself and before, and so low elsewhere that its weight is exactly zero; `count` times below each other. */
function causalMask(count: number, length: number, type: Tensor['type']): Tensor {
  const values = Array.from({ length: count * length * length }, (_, index) =>
    index % length > Math.floor(index / length) % length ? -1e9 : 0,
  );
  return constant((type === 'float64' ? float64 : float32)(values, [count * length, length]));
}
