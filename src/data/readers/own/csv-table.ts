// A user's own list: a CSV with a column of image paths, one of labels or several of votes, and maybe one of splits.

import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import type { Random } from '../../../core/random.ts';
import { badLines } from '../../bad-lines.ts';
import { type CsvRow, readCsv } from '../../csv.ts';
import type { Dataset, Split } from '../../dataset.ts';
import { dealSplits } from '../../deal-splits.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { type LabelNaming, namedLabel } from '../../label-names.ts';
import { classesOf, mostVoted, softColumns, votesOf } from '../../soft-labels.ts';
import { splitNamed } from '../../split-names.ts';
import { fileImage, folderContent } from '../layout/image-files.ts';
import { samplesOf } from '../layout/labelled-image.ts';
import { type MissingPolicy, presentRows } from '../layout/missing-images.ts';
import { presentImages } from '../layout/present-images.ts';

export interface CsvOptions {
  /** Deals splits where the list has none, or no validation. */
  readonly random: Random;
  /** Default 0.1. */
  readonly valid?: number | undefined;
  /** Default 0.2; only where the list has no column of splits. */
  readonly test?: number | undefined;
  /** Folder that the paths start from, absolute or relative to the CSV's own, which is the default. */
  readonly images?: string;
  readonly naming?: LabelNaming;
  /** Default `refuse`. */
  readonly missing?: MissingPolicy;
}

const known = {
  path: [
    'path',
    'image',
    'image_path',
    'imagepath',
    'file',
    'filename',
    'file_name',
    'filepath',
    'image_name',
    'name',
    'pth',
    'img',
  ],
  label: ['label', 'labels', 'expression', 'emotion', 'class', 'classname', 'class_name', 'target'],
  split: ['split', 'usage', 'set', 'subset', 'partition', 'fold'],
  group: ['group', 'subject', 'person', 'subject_id', 'person_id', 'identity'],
} as const;

/**
 * Reads a CSV with a header; columns are found by name, in any order and case. Paths start from the CSV's folder. Columns
 * named for expressions hold votes or shares; where there is no column of labels, the most voted class is the label.
 *
 * @throws MpaferError `data` for missing columns or images, `label` for a number without a table or votes that are none
 */
export async function csvTable(host: DataHost, file: string, options: CsvOptions): Promise<Dataset> {
  const [header, ...rows] = await readCsv(host, file).catch((error: unknown) => formatCsvs(host, file, error));
  const names = (header?.fields ?? []).map((name) => name.trim());
  const columns = columnsIn(names, file);
  const soft = softColumns(names.map((name, column) => (Object.values(columns).includes(column) ? '' : name)));
  if (columns.label < 0 && soft.size === 0) {
    throw new MpaferError(
      'data',
      `Cannot read "${file}" line 1: no column "label" and no columns named for expressions, found ${names.join(',')}`,
    );
  }
  const listed = readRows(rows, columns, options.naming ?? {}, file, names.length);
  const classes = classesOf(
    listed.flatMap(({ label }) => (label === undefined ? [] : [label])),
    soft,
  );
  const labelled = withVotes(listed, soft, classes, file);

  const cut = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
  const own = cut < 0 ? '.' : file.slice(0, cut);
  const { images: elsewhere = '' } = options;
  const root = elsewhere === '' ? own : isAbsolute(elsewhere) ? elsewhere : joinPath(own, elsewhere);
  const notes: string[] = [];
  const present = await presentImages(
    host,
    root,
    labelled.map(({ id }) => id).filter((id) => !isAbsolute(id)),
  );
  for (const { id } of labelled) if (isAbsolute(id)) present.add(id);
  const kept = presentRows({
    rows: labelled,
    nameOf: ({ id }) => id,
    present,
    labelFile: file,
    folder: root,
    policy: options.missing ?? 'refuse',
    notes,
  });
  const { random, valid, test } = options;
  const { splits, dealt } = dealSplits(kept, { random: random.split('csv split'), valid, test, by: 'column' }, notes);
  const images = kept.map((image, index) => ({ ...image, split: splits[index]! }));
  const read = ({ id }: { id: string }) => fileImage(host, isAbsolute(id) ? '' : root, id);
  const votes = soft.size > 0 ? `, ${plural(soft.size, 'column')} of votes` : '';
  const layout = `columns ${names.filter((_, column) => Object.values(columns).includes(column)).join(', ')}${votes}`;
  return { name: 'csv', classes, samples: samplesOf(images, classes, host, root, read), dealt, notes, layout };
}

const isAbsolute = (path: string): boolean => /^([\\/]|[a-z]:[\\/])/i.test(path);

/** Of a folder the tables in it. */
async function formatCsvs(host: DataHost, path: string, error: unknown): Promise<never> {
  const { others } = await folderContent(host, path).catch(() => ({ others: [] }));
  const tables = others.filter((name) => /\.csv$/i.test(name));
  if (tables.length === 0 || !(error instanceof MpaferError)) throw error;
  throw new MpaferError('data', error.message, {
    hint: `Name the file: ${tables
      .slice(0, 4)
      .map((name) => `csv:${joinPath(path, name)}`)
      .join(' or ')}`,
    cause: error,
  });
}

type Columns = Record<keyof typeof known, number>;

function columnsIn(names: readonly string[], file: string): Columns {
  const lower = names.map((name) => name.toLowerCase());
  const find = (wanted: readonly string[]) => lower.findIndex((name) => wanted.includes(name));
  const columns = {
    path: find(known.path),
    label: find(known.label),
    split: find(known.split),
    group: find(known.group),
  };
  if (columns.path >= 0) return columns;
  throw new MpaferError(
    'data',
    `Cannot read "${file}" line 1: no column "path", found ${names.join(',') || 'an empty file'}`,
    { hint: `The column of image paths may be called ${known.path.join(', ')}` },
  );
}

interface Row {
  readonly id: string;
  readonly label: string | undefined;
  readonly split: Split | undefined;
  readonly group?: string;
  readonly line: number;
  readonly fields: readonly string[];
}

function readRows(rows: readonly CsvRow[], at: Columns, naming: LabelNaming, file: string, width: number): Row[] {
  const bad = badLines(file);
  const seen = new Set<string>();
  const read: Row[] = [];
  for (const { line, fields } of rows) {
    const field = (column: number) => (column < 0 ? '' : (fields[column]?.trim() ?? ''));
    const id = field(at.path).replaceAll('\\', '/').replace(/^\.\//, '');
    const split = splitNamed(field(at.split));
    const label = at.label < 0 ? undefined : namedLabel(field(at.label), naming);
    if (fields.length !== width) bad.add(line, `${fields.length} fields, must be ${width}`, 'data');
    else if (id === '') bad.add(line, 'the image has no path', 'data');
    else if (seen.has(id)) bad.add(line, `"${id}" is named a second time`, 'data');
    else if (at.split >= 0 && split === undefined) {
      bad.add(line, `split is "${field(at.split)}", must be train, valid or test`, 'data');
    } else if (label !== undefined && 'wrong' in label) bad.add(line, label.wrong);
    else {
      const group = field(at.group);
      read.push({ id, label: label?.className, split, line, fields, ...(group === '' ? {} : { group }) });
    }
    seen.add(id);
  }
  bad.check();
  if (read.length === 0) throw new MpaferError('data', `Cannot read "${file}": it names no image`);
  return read;
}

function withVotes(rows: readonly Row[], soft: ReadonlyMap<number, string>, classes: readonly string[], file: string) {
  const bad = badLines(file);
  const labelled = rows.map(({ line, fields, label, ...row }) => {
    const votes = soft.size === 0 ? undefined : votesOf(fields, soft, classes);
    if (soft.size > 0 && votes === undefined) bad.add(line, 'votes must be numbers from 0 on, not all of them 0');
    const className = label ?? classes[votes === undefined ? 0 : mostVoted(votes)]!;
    return { ...row, className, ...(votes === undefined ? {} : { votes }) };
  });
  bad.check();
  return labelled;
}
