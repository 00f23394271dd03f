// Parquet image data sets as written by Hugging Face: a column `image {bytes, path}`, a label column, class names in the metadata.
import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import type { Random } from '../../../core/random.ts';
import { badLines } from '../../bad-lines.ts';
import type { Dataset, Split } from '../../dataset.ts';
import { dealSplits } from '../../deal-splits.ts';
import { className } from '../../expressions.ts';
import type { DataHost } from '../../host.ts';
import { type LabelNaming, mergedNotes, namedLabel, refuseUnusedNaming } from '../../label-names.ts';
import { classesOf, mostVoted, votesOf } from '../../soft-labels.ts';
import { fileImage, type ImageSource } from '../layout/image-files.ts';
import { type MissingPolicy, presentRows } from '../layout/missing-images.ts';
import { presentImages } from '../layout/present-images.ts';
import type { ChosenColumns } from './csv-columns.ts';
import { filesBySplit } from './files-by-split.ts';
import { type ParquetColumns, parquetColumns, parquetImage } from './parquet-columns.ts';
import {
  classNamesOf,
  openParquet,
  type ParquetCell,
  type ParquetTable,
  readParquet,
  singleColumns,
} from './parquet-table.ts';

export interface ParquetOptions {
  /** Draws splits that the files do not define. */
  readonly random: Random;
  /** Fraction for validation if the files define no such split; default 0.1. */
  readonly valid?: number | undefined;
  /** Fraction for testing if the files define no such split: default 0.2 if they define none at all, otherwise 0. */
  readonly test?: number | undefined;
  /** What label numbers mean; overrides the class names of the metadata. */
  readonly naming?: LabelNaming;
  /** Columns to use, if they cannot be recognised by name, type or values. */
  readonly columns?: ChosenColumns;
  /** What to do about rows whose image file does not exist; default `refuse`. */
  readonly missing?: MissingPolicy;
}

interface Row {
  readonly id: string;
  readonly split: Split | undefined;
  readonly className: string;
  readonly votes?: readonly number[];
  readonly group?: string;
  /** The image file, if the row does not contain the image itself. */
  readonly file: string | undefined;
  readonly source: ImageSource;
}

interface LabelRules {
  /** Class names of the metadata, for 0, 1, 2 ... */
  readonly names: readonly string[] | undefined;
  readonly naming: LabelNaming;
}

/**
 * Reads `train-00000-of-00002.parquet`, `validation-...`, `test-...` in a folder or its `data/`, or a single file. The
 * encoded images are kept in memory, all of them.
 *
 * @throws MpaferError `data` for a damaged file or unsuitable columns, `label` for a number without a name
 */
export async function parquet(host: DataHost, path: string, options: ParquetOptions): Promise<Dataset> {
  const { naming = {}, columns: chosen = {}, missing: policy = 'refuse', random, valid, test } = options;
  const { root, files } = await filesBySplit(host, path, { kind: 'parquet', extension: 'parquet' });
  const notes: string[] = [];
  const first = await openParquet(host, root, files[0]!.file);
  const image = parquetImage(first, chosen.image, notes);
  const names = singleColumns(first, image);
  const tables: ParquetTable[] = [];
  for (const { file } of files) {
    const source = file === files[0]!.file ? first : await openParquet(host, root, file);
    tables.push(await readParquet(host, source, image, names));
  }
  if (tables.every((table) => table.rows.length === 0)) {
    throw new MpaferError('data', `Cannot open "${path}" as parquet: its files hold no rows`);
  }
  // The hub calls a data set without splits `train`, so only other file names take precedence over a split column.
  const splitByFile = files.some(({ split }) => split !== undefined && split !== 'train');
  const rulesOfColumns = { chosen, numbers: naming.numbers !== undefined, splitByFile };
  const columns = parquetColumns(first, image, tables, rulesOfColumns, notes);
  const { label, soft } = columns;
  const metadata = label === undefined ? undefined : classNamesOf(first, label);
  const rules: LabelRules = { names: metadata, naming };
  const cellsOf = (column: string) =>
    tables.flatMap(({ rows }) => rows.map(({ cells }) => cells[names.indexOf(column)]));
  const written = label === undefined ? [] : cellsOf(label).map((cell) => String(cell ?? ''));
  refuseUnusedNaming(naming, written, path);
  if (naming.numbers !== undefined && metadata?.some((name) => !/^\d+$/.test(name))) {
    notes.push('class names of the metadata are replaced by the option table= or classes=');
  }
  notes.push(...mergedNotes(metadata ?? written));
  const labels = tables.map((table, index) => labelsOf(files[index]!.file, table, label, rules));
  const classes = classesOf(
    labels.flat().filter((name) => name !== undefined),
    soft,
  );
  const rows = tables.flatMap((table, index) => {
    const { file, split } = files[index]!;
    return rowsOf(host, root, { file, split, table, columns, classes, labels: labels[index]! });
  });
  const named = new Set(rows.flatMap(({ file }) => (file === undefined ? [] : [file])));
  const onDisk = await presentImages(host, root, [...named]);
  const present = { has: (id: string) => !named.has(id) || onDisk.has(id) };
  const kept =
    named.size === 0
      ? rows
      : presentRows({
          rows,
          nameOf: ({ id, file }) => file ?? id,
          present,
          labelFile: path,
          folder: root,
          policy,
          notes,
        });
  const by = columns.split === undefined ? 'file' : 'column';
  const { splits, dealt } = dealSplits(kept, { random: random.split('parquet split'), valid, test, by }, notes);
  const samples = kept.map(({ className: own, file, source, ...row }, index) => ({
    ...row,
    split: splits[index]!,
    label: classes.indexOf(own),
    ...(file === undefined ? source : fileImage(host, root, onDisk.get(file) ?? file)),
  }));
  const used = [image, label, columns.group, ...(columns.split?.columns ?? [])].filter((name) => name !== undefined);
  const votes = soft.size > 0 ? `, ${plural(soft.size, 'column')} of votes` : '';
  const from = metadata === undefined || naming.numbers !== undefined ? '' : ', class names of the metadata';
  const layout = `${plural(files.length, 'Parquet file')}, columns ${used.join(', ')}${votes}${from}`;
  return { name: 'parquet', classes, samples, dealt, notes, layout };
}

interface RowsOf {
  readonly file: string;
  readonly split: Split | undefined;
  readonly table: ParquetTable;
  readonly columns: ParquetColumns;
  readonly classes: readonly string[];
  readonly labels: readonly (string | undefined)[];
}

function rowsOf(host: DataHost, root: string, { file, split: ofFile, table, columns, classes, labels }: RowsOf): Row[] {
  const { soft, split, group } = columns;
  const bad = badLines(file, 'row');
  const read = table.rows.map(({ bytes, path: named, cells }, row): Row => {
    const textAt = (column: string) => String(cells[table.names.indexOf(column)] ?? '');
    const votes = soft.size === 0 ? undefined : votesOf(cells.map(numberOf), soft, classes);
    if (soft.size > 0 && votes === undefined) {
      bad.add(row + 1, 'votes are negative, not numbers or all 0; expected numbers from 0 on');
    }
    const ofRow = split?.of(textAt) ?? ofFile;
    if (typeof ofRow === 'object') bad.add(row + 1, ofRow.wrong, 'data');
    const who = group === undefined ? '' : textAt(group);
    const id = `${file}#${String(row).padStart(5, '0')}${named === undefined ? '' : `/${named}`}`;
    return {
      id,
      split: typeof ofRow === 'object' ? undefined : ofRow,
      className: labels[row] ?? classes[votes === undefined ? 0 : mostVoted(votes)]!,
      ...(votes === undefined ? {} : { votes }),
      ...(who === '' ? {} : { group: who }),
      file: bytes === undefined ? named : undefined,
      source: bytes === undefined ? fileImage(host, root, named!) : { read: (view) => host.decode(bytes, id, view) },
    };
  });
  bad.check();
  return read;
}

const numberOf = (cell: ParquetCell): string | number | undefined =>
  typeof cell === 'bigint' || typeof cell === 'boolean' ? Number(cell) : cell;

/** The class of each row; undefined if only votes determine it. */
function labelsOf(
  file: string,
  table: ParquetTable,
  label: string | undefined,
  rules: LabelRules,
): (string | undefined)[] {
  const bad = badLines(file, 'row');
  const at = label === undefined ? -1 : table.names.indexOf(label);
  const labels = table.rows.map(({ cells }, row) => {
    if (label === undefined) return undefined;
    const found = parquetLabel(cells[at], rules);
    if ('wrong' in found) bad.add(row + 1, found.wrong);
    return 'wrong' in found ? undefined : found.className;
  });
  bad.check();
  return labels;
}

/** A number is an index into the metadata's names unless the user defines what numbers mean; names that are numbers are ignored. */
function parquetLabel(
  label: ParquetCell,
  { names, naming }: LabelRules,
): { readonly className: string } | { readonly wrong: string } {
  if (label === undefined || typeof label === 'boolean') {
    return { wrong: `label is ${label ?? 'missing'}; expected a number or a name` };
  }
  const text = String(label);
  if (names === undefined || typeof label === 'string') return namedLabel(text, naming);
  const name = names[Number(label)];
  if (name === undefined) return { wrong: `label is ${text}; expected 0-${names.length - 1}` };
  if (/^\d+$/.test(name)) return namedLabel(name, naming);
  return naming.numbers === undefined ? { className: className(name) } : namedLabel(text, naming);
}
