// From a label as a user's table writes it to a class name: names as they are, numbers only by a table that was named.
import { MpaferError } from '../core/errors.ts';
import { byCodeUnit } from './by-code-unit.ts';
import { className } from './expressions.ts';
import { labelTables } from './label-tables.ts';

export interface LabelNaming {
  /** Whose numbers the labels are, or the class names for 0, 1, 2 ...; without it a number is refused. */
  readonly numbers?: ReadonlyMap<number, string>;
}

/** The options `table=rafdb|affectnet|fer2013|expw` and `classes=a,b,c` of a SPEC. Throws `usage` for both or neither. */
export function labelNaming(table: string | undefined, classes: string | undefined): LabelNaming {
  if (table !== undefined && classes !== undefined) {
    throw new MpaferError('usage', 'Cannot use the data options table and classes together: expected one of them');
  }
  if (table !== undefined) {
    if (!Object.hasOwn(labelTables, table)) {
      const known = Object.keys(labelTables).join(', ');
      throw new MpaferError('usage', `Cannot read the data option table=${table}: expected one of ${known}`);
    }
    return { numbers: labelTables[table as keyof typeof labelTables] };
  }
  if (classes === undefined) return {};
  const names = classes.split(',').map((name) => className(name.trim()));
  if (names.some((name) => name === '') || new Set(names).size < names.length) {
    throw new MpaferError(
      'usage',
      `Cannot read the data option classes=${classes}: expected different names, a comma between`,
    );
  }
  return { numbers: new Map(names.map((name, index) => [index, name])) };
}

/** The class of a label, or what is wrong with it. */
export function namedLabel(
  label: string,
  { numbers }: LabelNaming,
): { readonly className: string } | { readonly wrong: string } {
  const text = label.trim();
  if (text === '') return { wrong: 'the label is empty' };
  if (!/^-?\d+(\.0*)?$/.test(text)) return { className: className(text) };
  if (numbers === undefined) {
    return {
      wrong: `label is ${text}, and a number alone names no class: add table=rafdb, affectnet, fer2013 or expw, or classes=NAME,NAME`,
    };
  }
  const name = numbers.get(Number(text));
  const range = `${Math.min(...numbers.keys())}-${Math.max(...numbers.keys())}`;
  return name === undefined ? { wrong: `label is ${text}; expected ${range}` } : { className: name };
}

/** @throws MpaferError `usage` when the user said what numbers mean and no label is a number */
export function refuseUnusedNaming({ numbers }: LabelNaming, labels: readonly string[], file: string): void {
  if (numbers === undefined || labels.some((label) => /^-?\d+(\.0*)?$/.test(label.trim()))) return;
  throw new MpaferError(
    'usage',
    `Cannot apply table= or classes= to "${file}": they say what numbers mean, and ${labels.length === 0 ? 'it has no column of labels' : `labels are names like "${labels[0]}"`}`,
    { hint: 'Remove the option' },
  );
}

/** One sentence for each class that several labels of a table name, e.g. `Happy` and `joy`. */
export function mergedNotes(labels: Iterable<string>): string[] {
  const spellings = new Map<string, Set<string>>();
  for (const label of new Set(labels)) {
    const text = label.trim();
    if (text === '' || /^-?\d+(\.0*)?$/.test(text)) continue;
    const name = className(text);
    spellings.set(name, (spellings.get(name) ?? new Set()).add(text));
  }
  return [...spellings].flatMap(([name, own]) =>
    own.size < 2 ? [] : [`class ${name}: merged labels ${[...own].sort(byCodeUnit).join(', ')}`],
  );
}
