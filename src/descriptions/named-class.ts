// Finds a class that a description names, directly or by a synonym.
import { resolveExpression } from '../data/expressions.ts';
import { spoken } from './questions.ts';

/** Data sets use these for happiness, but they also describe what is visible. */
const seen = new Set(['smile', 'smiling']);

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];

/** The first of `classes` that the description names: "happy" names `happiness`. Undefined if it names none. */
export function namedClass(description: string, classes: readonly string[]): string | undefined {
  const words = wordsOf(description);
  const text = ` ${words.join(' ')} `;
  return classes.find((name) => {
    if (text.includes(` ${wordsOf(spoken(name)).join(' ')} `)) return true;
    const expression = resolveExpression(name);
    return expression !== undefined && words.some((word) => !seen.has(word) && resolveExpression(word) === expression);
  });
}
