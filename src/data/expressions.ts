// The eight basic expressions, the names that datasets give them, and the order of classes.
import { byCodeUnit } from './by-code-unit.ts';

/** Canonical names in canonical order (that of AffectNet's ids). */
export const expressions = [
  'neutral',
  'happiness',
  'sadness',
  'surprise',
  'fear',
  'disgust',
  'anger',
  'contempt',
] as const;

export type Expression = (typeof expressions)[number];

const aliases: Readonly<Record<Expression, readonly string[]>> = {
  neutral: ['neutrality', 'calm', 'no expression'],
  happiness: ['happy', 'joy', 'joyful', 'smile', 'smiling'],
  sadness: ['sad', 'sorrow'],
  surprise: ['surprised', 'suprise'],
  fear: ['fearful', 'afraid', 'scared'],
  disgust: ['disgusted'],
  anger: ['angry', 'angriness'],
  contempt: ['contemptuous', 'scorn'],
};

const canonical = new Map<string, Expression>(
  expressions.flatMap((name) => [name, ...aliases[name]].map((alias) => [alias, name] as const)),
);

/**
 * The canonical name of an expression, or undefined for any other class. Case, surrounding blanks, `_`, `-` and Unicode
 * composition are ignored.
 *
 * @example
 * ```ts
 * import { resolveExpression } from './expressions.ts';
 * console.log(resolveExpression('Happy'), resolveExpression('wink')); // happiness undefined
 * ```
 */
export const resolveExpression = (name: string): Expression | undefined =>
  canonical.get(name.normalize('NFC').trim().toLowerCase().replace(/[_-]+/g, ' '));

/**
 * The name of a class in a data set: canonical for the eight expressions, a user's own in Unicode's composed form
 * (NFC), since file systems and programs differ in how they store an accented letter.
 */
export const className = (name: string): string => resolveExpression(name) ?? name.normalize('NFC');

/** Class names in the order of every data set: the expressions in canonical order, then the others by name. */
export function orderedClasses(names: Iterable<string>): string[] {
  const unique = new Set(names);
  const known = expressions.filter((name) => unique.delete(name));
  return [...known, ...[...unique].sort(byCodeUnit)];
}
