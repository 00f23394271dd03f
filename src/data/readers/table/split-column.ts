// Finds the columns of a table that define the split: one with split names, or flags such as `is_test`.
import type { Split } from '../../dataset.ts';
import { splitNamed } from '../../split-names.ts';

export interface SplitColumn {
  readonly columns: readonly string[];
  /** The split of a row, or a description of what is wrong with it. @param textAt returns the row's text in a column */
  of(textAt: (column: string) => string): Split | { readonly wrong: string };
}

/** Names that only split columns have; a value that is not a split is an error. */
const certain = ['split', 'usage'];
/** Names that other columns may have too: used only if every value is a split. */
const possible = ['set', 'subset', 'partition', 'fold', 'phase', 'purpose', 'dataset_split', 'data_split'];

const yes = ['1', 'true', 'yes', 'y', 't', '1.0'];
const no = ['0', 'false', 'no', 'n', 'f', '0.0', ''];

/**
 * @param valuesOf returns all values of a column
 * @param wanted the column that the user named
 */
export function splitColumn(
  names: readonly string[],
  valuesOf: (column: string) => readonly string[],
  wanted?: string,
): SplitColumn | undefined {
  const lower = (name: string) => name.toLowerCase();
  const ofNames = (column: string): SplitColumn => ({
    columns: [column],
    of(textAt) {
      const text = textAt(column);
      return splitNamed(text) ?? { wrong: `split is "${text}"; expected train, valid or test` };
    },
  });
  if (wanted !== undefined) return flagsOf([wanted], valuesOf) ?? ofNames(wanted);
  const sure = names.find((name) => certain.includes(lower(name)));
  if (sure !== undefined) return ofNames(sure);
  const full = names.find(
    (name) => possible.includes(lower(name)) && valuesOf(name).every((text) => splitNamed(text) !== undefined),
  );
  return full === undefined ? flagsOf(names, valuesOf) : ofNames(full);
}

/** The split that a flag such as `is_test`, `isTrain` or `test` stands for. */
const flagged = (name: string): Split | undefined => splitNamed(name.replace(/^(is|in|for)[_\- ]?(?=[a-z])/i, ''));

function flagsOf(names: readonly string[], valuesOf: (column: string) => readonly string[]): SplitColumn | undefined {
  const flags = names.flatMap((column) => {
    const split = flagged(column);
    const texts = split === undefined ? [] : valuesOf(column).map((text) => text.trim().toLowerCase());
    const isFlag = texts.length > 0 && texts.every((text) => yes.includes(text) || no.includes(text));
    return split === undefined || !isFlag ? [] : [{ column, split }];
  });
  if (flags.length === 0) return undefined;
  // Rows without a flag are for training, or for testing if training has its own flag.
  const rest: Split = flags.some(({ split }) => split === 'train') ? 'test' : 'train';
  return {
    columns: flags.map(({ column }) => column),
    of(textAt) {
      const set = flags.filter(({ column }) => yes.includes(textAt(column).trim().toLowerCase()));
      if (set.length > 1)
        return { wrong: `${set.map(({ column }) => column).join(' and ')} are both set; expected one` };
      return set[0]?.split ?? rest;
    },
  };
}

/** `columns not used: age, fold`; undefined if there are none. */
export function unusedNote(names: readonly string[], used: readonly string[]): string | undefined {
  const unused = names.filter((name) => name !== '' && !/^unnamed: \d+$/i.test(name) && !used.includes(name));
  if (unused.length === 0) return undefined;
  const more = unused.length > 8 ? ` and ${unused.length - 8} more` : '';
  return `columns not used: ${unused.slice(0, 8).join(', ')}${more}`;
}
