// The numbers that data sets write for expressions. No two of these tables agree, so a number alone says nothing.
import { type Expression, expressions, resolveExpression } from './expressions.ts';

export type LabelTable = ReadonlyMap<number, Expression>;

const numbered = (first: number, names: readonly Expression[]): LabelTable =>
  new Map(names.map((name, index) => [first + index, name]));

/** RAF-DB, basic: 1 to 7. */
export const rafdbTable = numbered(1, ['surprise', 'fear', 'disgust', 'happiness', 'sadness', 'anger', 'neutral']);

/** AffectNet: 0 to 7; 8 none, 9 uncertain and 10 no face are no expressions. */
export const affectnetTable = numbered(0, expressions);

/** FER2013: 0 to 6. */
export const fer2013Table = numbered(0, ['anger', 'disgust', 'fear', 'happiness', 'sadness', 'surprise', 'neutral']);

/** ExpW: 0 to 6, in FER2013's order. */
export const expwTable = fer2013Table;

/** The tables by the names under which a SPEC asks for them. */
export const labelTables: Readonly<Record<'rafdb' | 'affectnet' | 'fer2013' | 'expw', LabelTable>> = {
  rafdb: rafdbTable,
  affectnet: affectnetTable,
  fer2013: fer2013Table,
  expw: expwTable,
};

/** The expression of a label as written: a number of the table, or a name under any alias. */
export function expressionOf(label: string, table: LabelTable): Expression | undefined {
  const text = label.trim();
  return /^\d+(\.0*)?$/.test(text) ? table.get(Number(text)) : resolveExpression(text);
}

/** `1-7`: the numbers of a table, for messages. */
export const numbersOf = (table: LabelTable): string => {
  const numbers = [...table.keys()];
  return `${Math.min(...numbers)}-${Math.max(...numbers)}`;
};
