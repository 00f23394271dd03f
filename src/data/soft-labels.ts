// Soft labels in a table: one column of votes or shares for each class.
import { argmax } from '../core/argmax.ts';
import { className, orderedClasses, resolveExpression } from './expressions.ts';

/**
 * The columns that are named for an expression, alone or with a prefix (`votes_happy`, `p_anger`); none when fewer than
 * two are.
 */
export function softColumns(header: readonly string[]): ReadonlyMap<number, string> {
  const columns = new Map<number, string>();
  header.forEach((name, column) => {
    const bare = name.trim().replace(/^(votes?|p|prob|soft|share)[_\-. ]/i, '');
    const expression = resolveExpression(bare);
    if (expression !== undefined) columns.set(column, expression);
  });
  return columns.size >= 2 ? columns : new Map();
}

/** Numbers for `classes` out of a row's soft fields; undefined when they are no numbers from 0 on or all 0. */
export function votesOf(
  fields: readonly (string | number | undefined)[],
  columns: ReadonlyMap<number, string>,
  classes: readonly string[],
): number[] | undefined {
  const votes = new Array<number>(classes.length).fill(0);
  for (const [column, name] of columns) {
    const field = fields[column];
    const value = typeof field === 'number' ? field : field?.trim() ? Number(field) : Number.NaN;
    if (!(value >= 0 && Number.isFinite(value))) return undefined;
    votes[classes.indexOf(name)]! += value;
  }
  return votes.some((value) => value > 0) ? votes : undefined;
}

/** The class with the most votes; the first of equals. */
export const mostVoted = (votes: readonly number[]): number => argmax(votes);

/** The classes of a table: those of its labels and of its soft columns, in the order every dataset keeps. */
export const classesOf = (labels: Iterable<string>, columns: ReadonlyMap<number, string>): string[] =>
  orderedClasses([...[...labels].map(className), ...columns.values()]);
