// Hard prompts: sentences about each class, encoded once by the frozen text tower and then constant.

import type { ClipConfig } from '../clip/config.ts';
import { textTower } from '../clip/text-tower.ts';
import { tokenBatch } from '../clip/token-batch.ts';
import type { Tokenizer } from '../clip/tokenizer.ts';
import type { TextTowerWeights } from '../clip/weights.ts';
import { int64 } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { concat } from '../graph/ops/concat.ts';
import { gather } from '../graph/ops/gather.ts';
import { mean } from '../graph/ops/mean.ts';
import { reshape } from '../graph/ops/reshape.ts';
import { slice } from '../graph/ops/slice.ts';
import { constant, type Tensor } from '../graph/tensor.ts';
import { unitLength } from '../nn/cosine.ts';
import { actionUnitWords, codedExpressions } from './action-units.ts';
import type { MethodOptions } from './options.ts';

/** Descriptions of each class, one or several. */
export type Descriptions = Readonly<Record<string, string | readonly string[]>>;

/**
 * The sentences that describe a class (Table 2).
 *
 * @param name of the class
 * @param type of hard prompt, 1 to 4; 3 needs descriptions, 4 one of the eight expressions
 * @param descriptions of classes, by name
 * @throws MpaferError `descriptions` when type 3 is requested and the class has no description, or 4 and it has no action units
 * @example
 * ```ts
 * import { hardSentences } from 'mpafer/graph';
 * console.log(hardSentences('happiness', 1, {})); // [ 'a photo of happiness' ]
 * ```
 */
export function hardSentences(
  name: string,
  type: MethodOptions['hardPrompt'],
  descriptions: Descriptions,
): readonly string[] {
  const spoken = spokenName(name);
  if (type === 1) return [`a photo of ${spoken}`];
  const expression = `a photo of a person making a facial expression of ${spoken}`;
  if (type === 2) return [expression];
  if (type === 4) {
    const units = actionUnitWords(name);
    if (units !== undefined) return [`${expression}, ${units}`];
    throw new MpaferError('descriptions', `Cannot describe class "${name}" by action units: none are known for it`, {
      hint: `Known are those of ${codedExpressions.join(', ')}. Set hardPrompt to 3 and describe it, or to 2`,
    });
  }
  const own = Object.hasOwn(descriptions, name) ? [descriptions[name]!].flat() : [];
  if (own.length === 0) {
    throw new MpaferError('descriptions', `Cannot describe class "${name}": the descriptions have none for it`, {
      hint: `Described are ${Object.keys(descriptions).join(', ')}. Add a description of "${name}", or set hardPrompt to 2, which needs none`,
    });
  }
  return own.map((description) => `${expression}, ${description}`);
}

/** A class name as spoken: a folder is called `brow_raise`, people say "brow raise". */
export const spokenName = (name: string): string => name.replaceAll(/[_-]+/g, ' ');

/**
 * Tokens of one hard prompt, from start to end token.
 *
 * @throws MpaferError `text-too-long` that names class and sentence, `tokenizer`
 */
export function sentenceTokens(
  { tokenizer, config }: { readonly tokenizer: Tokenizer; readonly config: ClipConfig },
  name: string,
  sentence: string,
): readonly number[] {
  const ids = tokenizer.encode(sentence);
  if (ids.length <= config.text.positions) return ids;
  throw new MpaferError(
    'text-too-long',
    `Cannot use the hard prompt of "${name}": it has ${ids.length} tokens, the model takes ${config.text.positions}: "${sentence}"`,
    { hint: 'Shorten the description: text is never truncated' },
  );
}

export interface HardPrompts {
  /** [C, Dt], t*_c: mean of the token embeddings between start and end, then over sentences (4.2). */
  readonly tokens: Tensor;
  /** [C, E], g*_c; of several sentences the mean at unit length (CuPL's rule). */
  readonly text: Tensor;
}

/**
 * The hard prompts of all classes as graphs: their mean tokens and their text features.
 *
 * @param weights of the text tower, as `frozenWeights` gives them
 * @param config sizes of the CLIP
 * @param sentences for each class one or more token sequences, from start to end token
 * @param names class names for messages (default: their indices)
 * @throws MpaferError `text-too-long` that names the class and sentence when one does not fit
 * @example
 * ```ts
 * import { openClip } from 'mpafer';
 * import { frozenWeights, hardPrompts } from 'mpafer/graph';
 * const clip = await openClip('face-clip');
 * const { config, weights } = clip;
 * const tokenizer = await clip.tokenizer();
 * const sentences = ['a smile', 'a frown'].map((text) => [tokenizer.encode(text)]);
 * console.log(hardPrompts(frozenWeights(weights).text, config, sentences).text.shape); // [ 2, 128 ]
 * ```
 */
export function hardPrompts(
  weights: TextTowerWeights<Tensor>,
  config: ClipConfig,
  sentences: readonly (readonly (readonly number[])[])[],
  names: readonly string[] = sentences.map((_, index) => String(index)),
): HardPrompts {
  const all = sentences.flat();
  const labels = sentences.flatMap((own, index) =>
    own.map((_, place) => `sentence ${place + 1} of ${own.length} of class "${names[index]}"`),
  );
  const batch = tokenBatch(all, config.text, undefined, (index) => labels[index]!);
  const embeddings = gather(weights.tokenEmbedding, constant(batch.ids));
  const text = textTower(weights, config, embeddings, constant(batch.ends));
  const tokens = all.map((sequence) => {
    const inner = sequence.slice(1, sequence.indexOf(config.text.endToken));
    const rows = gather(weights.tokenEmbedding, constant(int64(inner, [inner.length])));
    return reshape(mean(rows, [0]), [1, config.text.width]);
  });
  let begin = 0;
  const classes = sentences.map((own) => {
    const range = [begin, begin + own.length] as const;
    begin += own.length;
    const rows = slice(text, 0, ...range);
    const averaged = own.length === 1 ? rows : reshape(mean(unitLength(rows), [0]), [1, config.embedding]);
    const token = reshape(mean(concat(tokens.slice(...range), 0), [0]), [1, config.text.width]);
    return { averaged, token };
  });
  return {
    tokens: concat(
      classes.map(({ token }) => token),
      0,
    ),
    text: concat(
      classes.map(({ averaged }) => averaged),
      0,
    ),
  };
}
