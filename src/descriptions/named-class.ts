// Which class a description names, itself or by another word for the same expression.
import { resolveExpression } from '../data/expressions.ts';
import { spoken } from './questions.ts';

/** Names that datasets give to happiness, and that say what is seen as well. */
const seen = new Set(['smile', 'smiling']);

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];

/** The first of `classes` that the description names: "happy" names `happiness`. Undefined when it names none. */
export function namedClass(description: string, classes: readonly string[]): string | undefined {
  const words = wordsOf(description);
  const text = ` ${words.join(' ')} `;
  return classes.find((name) => {
    if (text.includes(` ${wordsOf(spoken(name)).join(' ')} `)) return true;
    const expression = resolveExpression(name);
    return expression !== undefined && words.some((word) => !seen.has(word) && resolveExpression(word) === expression);
  });
}
