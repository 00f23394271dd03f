// Determines what the columns of a user's CSV mean: by name, by content, or as the user specifies.
import { MpaferError } from '../../../core/errors.ts';
import { className } from '../../expressions.ts';
import { softColumns } from '../../soft-labels.ts';
import { isImageName } from '../layout/image-files.ts';
import { type BoxColumns, type BoxRule, boxColumns } from '../table/box-columns.ts';
import { labelColumn, labelNames, namedColumn } from '../table/label-column.ts';
import { type SplitColumn, splitColumn, unusedNote } from '../table/split-column.ts';
import type { CsvFile } from './csv-files.ts';

/** Names of the columns that the user chose. */
export interface ChosenColumns {
  readonly image?: string | undefined;
  readonly label?: string | undefined;
  readonly split?: string | undefined;
  readonly group?: string | undefined;
}

export interface CsvColumns {
  readonly image: string;
  readonly label: string | undefined;
  readonly group: string | undefined;
  readonly split: SplitColumn | undefined;
  readonly box: BoxColumns | undefined;
  /** Classes of the vote columns, by column index. */
  readonly soft: ReadonlyMap<number, string>;
  /** Names of the columns used, except vote columns, in the order of the header. */
  readonly used: readonly string[];
}

const imageNames = [
  'path',
  'image_path',
  'imagepath',
  'image',
  'img_path',
  'img',
  'file_path',
  'filepath',
  'file_name',
  'filename',
  'file',
  'image_name',
  'imagename',
  'pth',
  'name',
];
const groupNames = ['group', 'subject', 'person', 'subject_id', 'person_id', 'identity'];

/**
 * @param notes receives choices between several columns, and the unused columns
 * @throws MpaferError `data` for missing columns, `usage` when a chosen column does not exist
 */
export function csvColumns(
  files: readonly CsvFile[],
  chosen: ChosenColumns,
  rule: BoxRule,
  numbers: boolean,
  notes: string[],
): CsvColumns {
  const { file, header } = files[0]!;
  const names = (header?.fields ?? []).map((name) => name.trim());
  const valuesOf = (column: string): string[] => {
    const at = names.indexOf(column);
    return files.flatMap(({ rows }) => rows.map(({ fields }) => fields[at]?.trim() ?? ''));
  };
  const named = (option: keyof ChosenColumns) => {
    const wanted = chosen[option];
    return wanted === undefined ? undefined : namedColumn(option, wanted, names, file);
  };
  const known = (wanted: readonly string[]) =>
    wanted.flatMap((name) => names.filter((own) => own.toLowerCase() === name));

  const image = named('image') ?? imageColumn(known(imageNames), valuesOf, notes);
  if (image === undefined) throw noImages(names, file);
  const split = splitColumn(names, valuesOf, named('split'));
  const group = named('group') ?? known(groupNames)[0];
  const box = rule === 'crop' ? boxColumns(names) : undefined;
  const taken = [image, ...(split?.columns ?? []), ...(group === undefined ? [] : [group]), ...(box?.columns ?? [])];
  // Roboflow's list has a column for each class and no others.
  const every = /(^|\/)_classes\.csv$/.test(file);
  const soft = every
    ? new Map(names.flatMap((name, at) => (taken.includes(name) ? [] : [[at, className(name)] as const])))
    : softColumns(names.map((name) => (taken.includes(name) || labelNames.includes(name.toLowerCase()) ? '' : name)));
  const candidates = known(labelNames).filter((name) => !taken.includes(name));
  const choice = labelColumn(every ? [] : candidates.map((name) => ({ name, values: valuesOf(name) })), file, numbers);
  const label = named('label') ?? choice?.name;
  if (label === choice?.name && choice?.note !== undefined) notes.push(choice.note);
  if (label === undefined && soft.size === 0) throw noLabels(names, file);
  const used = names.filter((name) => taken.includes(name) || name === label);
  const unused = unusedNote(names, [...used, ...[...soft.keys()].map((at) => names[at]!)]);
  if (unused !== undefined) notes.push(unused);
  return { image, label, group, split, box, soft, used };
}

/** The first column whose values are names of image files, or the first column if there is none. */
function imageColumn(
  candidates: readonly string[],
  valuesOf: (column: string) => readonly string[],
  notes: string[],
): string | undefined {
  const files = candidates.filter((name) => valuesOf(name).some(isImageName));
  const chosen = files[0] ?? candidates[0];
  if (files.length > 1) {
    const others = files.slice(1).map((name) => `"${name}"`);
    notes.push(`images are read from column "${chosen}"; ${others.join(', ')} could be too, and image=COLUMN chooses`);
  }
  return chosen;
}

const noImages = (names: readonly string[], file: string): MpaferError => {
  const pixels = names.some((name) => name.toLowerCase() === 'pixels');
  return new MpaferError(
    'data',
    `Cannot read "${file}" line 1: no column "path", found ${names.join(',') || 'an empty file'}`,
    {
      hint: pixels
        ? `Its rows hold pixels, as FER2013 has them: try fer2013:${file}`
        : `The column of image paths may be called ${imageNames.slice(0, -1).join(', ')}, or is named by image=COLUMN`,
    },
  );
};

const noLabels = (names: readonly string[], file: string): MpaferError =>
  new MpaferError(
    'data',
    `Cannot read "${file}" line 1: no column "label" and no columns named for expressions, found ${names.join(',')}`,
    { hint: `The column of labels may be called ${labelNames.join(', ')}, or is named by label=COLUMN` },
  );
