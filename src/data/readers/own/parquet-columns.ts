// Chooses the columns of a Parquet data set: by type, name and values, or as the user specifies.
import { MpaferError } from '../../../core/errors.ts';
import { softColumns } from '../../soft-labels.ts';
import { labelColumn, labelNames, namedColumn } from '../table/label-column.ts';
import { type SplitColumn, splitColumn, unusedNote } from '../table/split-column.ts';
import type { ChosenColumns } from './csv-columns.ts';
import { classNamesOf, type ParquetSource, type ParquetTable } from './parquet-table.ts';

const imageNames = ['image', 'img', 'picture', 'photo', 'face', 'jpg', 'png', 'pixel_values'];
const groupNames = ['group', 'subject', 'person', 'subject_id', 'person_id', 'identity'];
const numberTypes: readonly string[] = ['INT32', 'INT64', 'FLOAT', 'DOUBLE'];

export interface ParquetColumns {
  readonly label: string | undefined;
  readonly group: string | undefined;
  readonly split: SplitColumn | undefined;
  /** Classes of the vote columns, by column index. */
  readonly soft: ReadonlyMap<number, string>;
}

export interface ColumnRules {
  readonly chosen: ChosenColumns;
  /** Whether the user defined what label numbers mean. */
  readonly numbers: boolean;
  /** Whether file names specify the splits, so that no split column is needed. */
  readonly splitByFile: boolean;
}

/** @throws MpaferError `data` when there is no image column, or there are several and none has a known name */
export function parquetImage(source: ParquetSource, wanted: string | undefined, notes: string[]): string {
  const { path, columns: names, features, footer } = source;
  if (wanted !== undefined) return namedColumn('image', wanted, names, path);
  const withBytes = (name: string) =>
    footer.columns.some((column) => column.path.length === 2 && column.path[0] === name && column.path[1] === 'bytes');
  const isKnown = (name: string) => imageNames.includes(name.toLowerCase());
  const typed = names.filter((name) => features[name]?._type === 'Image');
  const nested = names.filter(withBytes);
  const candidates = typed.length > 0 ? typed : nested.length > 0 ? nested : names.filter(isKnown);
  const known = imageNames.flatMap((wantedName) => candidates.filter((name) => name.toLowerCase() === wantedName));
  const chosen = known[0] ?? candidates[0];
  if (chosen === undefined) {
    throw new MpaferError('data', `Cannot read "${path}": no column of images, found ${names.join(', ')}`, {
      hint: 'A column is named by image=COLUMN',
    });
  }
  const others = candidates.filter((name) => name !== chosen);
  if (known.length === 0 && others.length > 0) {
    throw new MpaferError('data', `Cannot read "${path}": ${candidates.join(', ')} all hold images; expected one`, {
      hint: `Choose one: ${candidates.map((name) => `image=${name}`).join(' or ')}`,
    });
  }
  if (others.length > 0) {
    notes.push(`images are read from column "${chosen}"; ${others.join(', ')} could be too, and image=COLUMN chooses`);
  }
  return chosen;
}

/**
 * @param tables of all files, with the scalar columns of the first
 * @param notes receives choices between several columns, and the unused columns
 */
export function parquetColumns(
  source: ParquetSource,
  image: string,
  tables: readonly ParquetTable[],
  { chosen, numbers, splitByFile }: ColumnRules,
  notes: string[],
): ParquetColumns {
  const { path, columns: all, features, footer } = source;
  const { names } = tables[0]!;
  const textsOf = (column: string) => {
    const at = names.indexOf(column);
    return tables.flatMap(({ rows }) => rows.map(({ cells }) => String(cells[at] ?? '')));
  };
  const named = (option: 'label' | 'split' | 'group') => {
    const wanted = chosen[option];
    if (wanted === undefined) return undefined;
    const name = namedColumn(option, wanted, all, path);
    if (names.includes(name)) return name;
    throw new MpaferError('data', `Cannot read "${path}": column ${name} holds more than one value a row`);
  };
  const isLabel = (name: string) => features[name]?._type === 'ClassLabel' || labelNames.includes(name.toLowerCase());
  const nested = all.find((name) => isLabel(name) && !names.includes(name) && name !== image);
  const candidates = names.filter(isLabel);
  if (candidates.length === 0 && nested !== undefined && chosen.label === undefined) {
    throw new MpaferError('data', `Cannot read "${path}": column ${nested} holds more than one value a row`);
  }
  const split = splitByFile && chosen.split === undefined ? undefined : splitColumn(names, textsOf, named('split'));
  const group = named('group') ?? groupNames.flatMap((name) => names.filter((own) => own.toLowerCase() === name))[0];
  const choice =
    chosen.label === undefined
      ? labelColumn(
          candidates.map((name) => ({ name, values: classNamesOf(source, name) ?? textsOf(name) })),
          path,
          numbers,
        )
      : undefined;
  if (choice?.note !== undefined) notes.push(choice.note);
  const label = named('label') ?? choice?.name;
  const taken = [label, group, ...(split?.columns ?? [])].filter((name) => name !== undefined);
  const isNumber = (name: string) =>
    footer.columns.some(({ path: own, type }) => own.length === 1 && own[0] === name && numberTypes.includes(type));
  const soft = softColumns(names.map((name) => (taken.includes(name) || !isNumber(name) ? '' : name)));
  if (label === undefined && soft.size === 0) {
    throw new MpaferError(
      'data',
      `Cannot read "${path}": no column "label" and no columns named for expressions, found ${all.join(', ')}`,
      { hint: `The column of labels may be called ${labelNames.join(', ')}, or is named by label=COLUMN` },
    );
  }
  const unused = unusedNote(all, [image, ...taken, ...[...soft.keys()].map((at) => names[at]!)]);
  if (unused !== undefined) notes.push(unused);
  return { label, group, split, soft };
}
