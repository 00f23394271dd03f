// Finds the label column of a table by name and content, and reports when others were possible.
import { MpaferError } from '../../../core/errors.ts';
import { nearestName } from '../../../core/nearest-name.ts';
import { resolveExpression } from '../../expressions.ts';

/** Names of label columns, the most specific first. */
export const labelNames: readonly string[] = [
  'label',
  'labels',
  'expression',
  'facial_expression',
  'emotion',
  'emotions',
  'class',
  'classname',
  'class_name',
  'category',
  'target',
];

export interface LabelCandidate {
  readonly name: string;
  /** The distinct values, or the class names of the metadata. */
  readonly values: readonly string[];
}

export interface LabelChoice {
  readonly name: string;
  /** One sentence, if another column could have been chosen. */
  readonly note?: string;
}

/**
 * @param numbers whether the user defined what numbers mean, so that a column of numbers is as good as one of names
 * @throws MpaferError `data` when several are equally suitable and none has a known name
 */
export function labelColumn(
  candidates: readonly LabelCandidate[],
  file: string,
  numbers: boolean,
): LabelChoice | undefined {
  const ranked = candidates.map((candidate) => ({
    name: candidate.name,
    rank: rankOf(candidate.values, numbers),
    known: labelNames.indexOf(candidate.name.toLowerCase()),
  }));
  const best = Math.max(...ranked.map(({ rank }) => rank));
  const first = ranked.filter(({ rank }) => rank === best);
  const known = first.filter((one) => one.known >= 0).sort((a, b) => a.known - b.known);
  const chosen = known[0] ?? first[0];
  if (chosen === undefined) return undefined;
  const quoted = (names: readonly { readonly name: string }[]) => names.map(({ name }) => `"${name}"`).join(', ');
  if (known.length === 0 && first.length > 1) {
    throw new MpaferError('data', `Cannot read "${file}": ${quoted(first)} may all be the label; expected one`, {
      hint: `Choose one: ${first.map(({ name }) => `label=${name}`).join(' or ')}`,
    });
  }
  const others = ranked.filter((one) => one !== chosen);
  if (others.length === 0) return { name: chosen.name };
  const why = chosen.rank >= namesExpressions ? ', whose values are expressions' : '';
  return {
    name: chosen.name,
    note: `labels are of column "${chosen.name}"${why}; ${quoted(others)} could be too, and label=COLUMN chooses`,
  };
}

const namesExpressions = 2;

/** 3: several expressions, 2: one expression, 1: values differ, 0: all values are the same. */
function rankOf(values: readonly string[], numbers: boolean): number {
  const distinct = new Set(values.filter((value) => value.trim() !== ''));
  if (numbers && [...distinct].every((value) => /^\d+(\.0*)?$/.test(value.trim()))) return distinct.size > 1 ? 3 : 2;
  const named = [...distinct].map(resolveExpression).filter((name) => name !== undefined);
  if (named.length * 2 >= distinct.size && named.length > 0) return new Set(named).size > 1 ? 3 : namesExpressions;
  return distinct.size > 1 ? 1 : 0;
}

/**
 * The column that the user named, as spelled in the header.
 *
 * @throws MpaferError `usage` when the table has no such column
 */
export function namedColumn(option: string, wanted: string, names: readonly string[], file: string): string {
  const found =
    names.find((name) => name === wanted) ?? names.find((name) => name.toLowerCase() === wanted.toLowerCase());
  if (found !== undefined) return found;
  const near = nearestName(wanted, names);
  throw new MpaferError(
    'usage',
    `Cannot apply ${option}=${wanted}: "${file}" has no such column, found ${names.join(', ')}`,
    near === undefined ? {} : { hint: `Did you mean ${option}=${near}?` },
  );
}
