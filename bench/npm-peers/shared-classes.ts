// From each package's words to the classes that all of them know: FER2013's seven.
import { MpaferError } from '../../src/core/errors.ts';
import { type Expression, expressions, resolveExpression } from '../../src/data/expressions.ts';

/** The eight expressions but contempt, which no package here can answer. */
export const sharedClasses: readonly Expression[] = expressions.filter((name) => name !== 'contempt');

/**
 * Scores [7] in the order of `sharedClasses`, at sum 1; all equal where a package gave nothing.
 *
 * @throws MpaferError `data` when the words are not the seven, each once
 */
export function toSharedClasses(words: readonly string[], scores: ArrayLike<number>): number[] {
  const places = sharedClasses.map((name) => words.findIndex((word) => resolved(word) === name));
  if (words.length !== sharedClasses.length || places.includes(-1))
    throw new MpaferError(
      'data',
      `Cannot map the classes ${words.join(', ')}: they are not ${sharedClasses.join(', ')}`,
    );
  const picked = places.map((place) => Math.max(0, scores[place]!));
  const sum = picked.reduce((total, score) => total + score, 0);
  return picked.map((score) => (sum > 0 ? score / sum : 1 / picked.length));
}

const resolved = (word: string) => resolveExpression(word);
