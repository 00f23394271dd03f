// Phrases that no training caption may resemble: they test what the text tower makes of wording it has not read.
import { type Expression, expressions } from '../../data/expressions.ts';
import functionWords from './function-words.json' with { type: 'json' };
import phrases from './held-out-phrases.json' with { type: 'json' };

/**
 * The phrases are held out, not their vocabulary: most of their words occur in captions of the same expression, in other
 * combinations. The list therefore measures how well words that are known individually are understood together, not how the
 * text tower handles words it has never read. The phrases were written before the caption lexicon and independently of its
 * patterns, but in the same spirit: other people's wording will be understood less well.
 */
export const heldOutPhrases: readonly (readonly [phrase: string, expression: Expression])[] = expressions.flatMap(
  (expression) => phrases[expression].map((phrase) => [phrase, expression] as const),
);

/** Words that carry no hint of an expression; all others are content words. */
const ignored = new Set(functionWords);

/** Adjacent content words of a text, as "first second". */
export function contentPairs(text: string): readonly string[] {
  const words = (text.toLowerCase().match(/[a-z'-]+/g) ?? []).filter((word) => !ignored.has(word));
  return words.slice(1).map((word, index) => `${words[index]} ${word}`);
}

const heldOutPairs = new Set(heldOutPhrases.flatMap(([phrase]) => contentPairs(phrase)));

/** Whether a text contains two adjacent content words of a held-out phrase; captions that do are drawn again. */
export const containsHeldOut = (text: string): boolean => contentPairs(text).some((pair) => heldOutPairs.has(pair));
