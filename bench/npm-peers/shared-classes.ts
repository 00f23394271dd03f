// Maps each package's class names to the classes that all of them know: FER2013's seven.
import { MpaferError } from '../../src/core/errors.ts';
import { type Expression, expressions, resolveExpression } from '../../src/data/expressions.ts';

/** The eight expressions except contempt, which none of the packages predicts. */
export const sharedClasses: readonly Expression[] = expressions.filter((name) => name !== 'contempt');

/**
 * Scores [7] in the order of `sharedClasses`, summing to 1; all equal if a package returned nothing.
 *
 * @throws MpaferError `data` unless the names are the seven, each once
 */
export function toSharedClasses(words: readonly string[], scores: ArrayLike<number>): number[] {
  const places = sharedClasses.map((name) => words.findIndex((word) => resolved(word) === name));
  if (words.length !== sharedClasses.length || places.includes(-1))
    throw new MpaferError('data', `Cannot map the classes ${words.join(', ')}: expected ${sharedClasses.join(', ')}`);
  const picked = places.map((place) => Math.max(0, scores[place]!));
  const sum = picked.reduce((total, score) => total + score, 0);
  return picked.map((score) => (sum > 0 ? score / sum : 1 / picked.length));
}

const resolved = (word: string) => resolveExpression(word);
