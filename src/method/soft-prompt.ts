// Soft text prompts: learnable context rows in front of each class name, read by the frozen text tower.

import type { ClipConfig } from '../clip/config.ts';
import { textTower } from '../clip/text-tower.ts';
import { tokenBatch } from '../clip/token-batch.ts';
import type { TextTowerWeights } from '../clip/weights.ts';
import { int64 } from '../core/array.ts';
import { fixed } from '../core/shape.ts';
import { concat } from '../graph/ops/concat.ts';
import { expand } from '../graph/ops/expand.ts';
import { gather } from '../graph/ops/gather.ts';
import { mean } from '../graph/ops/mean.ts';
import { reshape } from '../graph/ops/reshape.ts';
import { slice } from '../graph/ops/slice.ts';
import { constant, type Tensor } from '../graph/tensor.ts';

/** A class name, and its token ids without start and end. */
export interface ClassTokens {
  readonly name: string;
  readonly tokens: readonly number[];
}

export interface SoftPrompts {
  /** [C, T, Dt], ready for the text tower. */
  readonly embeddings: Tensor;
  /** [C, Dt], t_c: mean of context, name and full stop; no positions, no start or end (4.2). */
  readonly tokens: Tensor;
  /** [C, E], g_c = theta(V_c), not at unit length. */
  readonly text: Tensor;
}

/**
 * [start, V_c, name_c, ".", end] for each class, cut after the longest end token.
 *
 * @param weights of the text tower, as `frozenWeights` gives them
 * @param config sizes of the CLIP
 * @param context V: [C, M, Dt], or [M, Dt] shared by all classes
 * @param fullStop token id of "."
 * @param classTokens name and token ids of each class
 * @param contexts by layer, [C, M, Dt]: what the context rows become at the input of later layers; none by default
 * @throws MpaferError `text-too-long` that names the class when its name does not fit after the context
 * @example
 * ```ts
 * import { openClip } from 'mpafer';
 * import { frozenWeights, input, softPrompts } from 'mpafer/graph';
 * const clip = await openClip('face-clip');
 * const { config, weights } = clip;
 * const tokenizer = await clip.tokenizer();
 * const classes = ['smile', 'frown'].map((name) => ({ name, tokens: tokenizer.words(name) }));
 * const [fullStop] = tokenizer.words('.');
 * const prompts = softPrompts(frozenWeights(weights).text, config, input('context', [2, 4, 128]), classes, fullStop!);
 * console.log(prompts.text.shape); // [ 2, 128 ]
 * ```
 */
export function softPrompts(
  weights: TextTowerWeights<Tensor>,
  config: ClipConfig,
  context: Tensor,
  classTokens: readonly ClassTokens[],
  fullStop: number,
  contexts: readonly (Tensor | undefined)[] = [],
): SoftPrompts {
  const { startToken, endToken } = config.text;
  const shared = context.shape.length === 2;
  const [length, width] = [fixed(context.shape, -2), fixed(context.shape, -1)];
  const rows = expand(shared ? reshape(context, [1, length, width]) : context, [classTokens.length, length, width]);

  const sequences = classTokens.map(({ tokens }) => [
    startToken,
    ...new Array<number>(length).fill(startToken),
    ...tokens,
    fullStop,
    endToken,
  ]);
  const nameOf = (index: number) => `the soft prompt of class "${classTokens[index]!.name}"`;
  const batch = tokenBatch(sequences, config.text, undefined, nameOf);
  const embedded = gather(weights.tokenEmbedding, constant(batch.ids));
  const embeddings = concat([slice(embedded, 1, 0, 1), rows, slice(embedded, 1, 1 + length, batch.length)], 1);
  return {
    embeddings,
    tokens: meanToken(weights, rows, classTokens, fullStop),
    text: textTower(weights, config, embeddings, constant(batch.ends), contexts),
  };
}

/** t_c = (sum of context rows + sum of the name's and the full stop's embeddings) / their number, which differs by class. */
function meanToken(
  weights: TextTowerWeights<Tensor>,
  rows: Tensor,
  classTokens: readonly ClassTokens[],
  fullStop: number,
): Tensor {
  const length = fixed(rows.shape, 1);
  const means = classTokens.map(({ tokens }, index) => {
    const ids = [...tokens, fullStop];
    const words = gather(weights.tokenEmbedding, constant(int64(ids, [ids.length])));
    const own = reshape(slice(rows, 0, index, index + 1), rows.shape.slice(1));
    return reshape(mean(length > 0 ? concat([own, words], 0) : words, [0]), [1, rows.shape[2]!]);
  });
  return concat(means, 0);
}
