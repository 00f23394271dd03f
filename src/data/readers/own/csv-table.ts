// A user's own list: a CSV with a column of image paths, a label column or several vote columns, and optionally a split column.
import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import type { Random } from '../../../core/random.ts';
import { badLines } from '../../bad-lines.ts';
import type { Dataset } from '../../dataset.ts';
import { dealSplits } from '../../deal-splits.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { type LabelNaming, mergedNotes, refuseUnusedNaming } from '../../label-names.ts';
import { classesOf, mostVoted, votesOf } from '../../soft-labels.ts';
import { boxedImage } from '../layout/face-box.ts';
import { fileImage } from '../layout/image-files.ts';
import { samplesOf } from '../layout/labelled-image.ts';
import { type MissingPolicy, presentRows } from '../layout/missing-images.ts';
import { presentImages } from '../layout/present-images.ts';
import type { BoxRule } from '../table/box-columns.ts';
import { type ChosenColumns, csvColumns } from './csv-columns.ts';
import { csvFiles } from './csv-files.ts';
import { type CsvImage, csvRows, isAbsolute } from './csv-rows.ts';

export interface CsvOptions {
  /** Draws splits that the list does not define. */
  readonly random: Random;
  /** Fraction for validation if the list defines no such split; default 0.1. */
  readonly valid?: number | undefined;
  /** Fraction for testing if the list defines no such split: default 0.2 if it defines none at all, otherwise 0. */
  readonly test?: number | undefined;
  /** Folder to resolve image paths against, absolute or relative to the CSV's own folder, which is the default. */
  readonly images?: string;
  readonly naming?: LabelNaming;
  /** What to do about missing images; default `refuse`. */
  readonly missing?: MissingPolicy;
  /** Columns to use, if they cannot be recognised by name or content. */
  readonly columns?: ChosenColumns;
  /** How to use face boxes; default `crop`. */
  readonly boxes?: BoxRule;
}

/**
 * Reads a CSV with a header; columns are found by name, in any order and case. Paths are relative to the CSV's folder.
 * Columns named after expressions contain votes or fractions; without a label column, the class with most votes is the label.
 *
 * @param path the file, or a folder with `_classes.csv` or `metadata.csv` in it or in its split folders
 * @throws MpaferError `data` for missing columns or images, `label` for a number without a class name or invalid votes
 */
export async function csvTable(host: DataHost, path: string, options: CsvOptions): Promise<Dataset> {
  const { naming = {}, missing: policy = 'refuse', random, valid, test } = options;
  const { root: own, files } = await csvFiles(host, path);
  const notes: string[] = [];
  const columns = csvColumns(
    files,
    options.columns ?? {},
    options.boxes ?? 'crop',
    naming.numbers !== undefined,
    notes,
  );
  refuseOtherHeaders(files);
  const listed = files.flatMap((file) => csvRows(file, columns, naming));
  const written = listed.map((image) => image.written);
  refuseUnusedNaming(naming, columns.label === undefined ? [] : written, path);
  notes.push(...mergedNotes(written));
  const classes = classesOf(
    listed.flatMap(({ label }) => (label === undefined ? [] : [label])),
    columns.soft,
  );
  const labelled = withVotes(listed, columns.soft, classes);

  const { images: elsewhere = '' } = options;
  const root = elsewhere === '' ? own : isAbsolute(elsewhere) ? elsewhere : joinPath(own, elsewhere);
  const paths = labelled.map(({ image }) => image);
  const present = new Map([
    ...(await presentImages(
      host,
      root,
      paths.filter((image) => !isAbsolute(image)),
    )),
    ...(await presentImages(host, '', paths.filter(isAbsolute))),
  ]);
  const rows = { rows: labelled, nameOf: ({ image }: CsvImage) => image, present, policy, notes };
  const kept = presentRows({ ...rows, labelFile: files.map(({ file }) => file).join('", "'), folder: root });
  const { splits, dealt } = dealSplits(kept, { random: random.split('csv split'), valid, test, by: 'column' }, notes);
  const images = kept.map((image, index) => ({ ...image, split: splits[index]! }));
  const source = ({ id, image, box }: CsvImage) => {
    const whole = fileImage(host, isAbsolute(image) ? '' : root, present.get(image) ?? image);
    return box === undefined ? whole : boxedImage(whole, box, id);
  };
  const votes = columns.soft.size > 0 ? `, ${plural(columns.soft.size, 'column')} of votes` : '';
  const cut = columns.box === undefined ? '' : ', faces cut out by their boxes';
  const lists = files.length === 1 ? '' : ` of ${files.map(({ file }) => file.slice(own.length + 1)).join(', ')}`;
  const layout = `columns ${columns.used.join(', ')}${votes}${lists}${cut}`;
  return { name: 'csv', classes, samples: samplesOf(images, classes, host, root, source), dealt, notes, layout };
}

function refuseOtherHeaders(files: readonly { readonly file: string; readonly header: CsvHeader }[]): void {
  const text = ({ header }: { readonly header: CsvHeader }) =>
    (header?.fields ?? []).map((name) => name.trim()).join(',');
  const other = files.find((each) => text(each) !== text(files[0]!));
  if (other === undefined) return;
  throw new MpaferError(
    'data',
    `Cannot read "${other.file}" line 1: its columns are ${text(other)}; expected ${text(files[0]!)}, as in "${files[0]!.file}"`,
  );
}

type CsvHeader = { readonly fields: readonly string[] } | undefined;

function withVotes(rows: readonly CsvImage[], soft: ReadonlyMap<number, string>, classes: readonly string[]) {
  const bad = new Map(rows.map(({ file }) => [file, badLines(file)]));
  const labelled = rows.map((row) => {
    const votes = soft.size === 0 ? undefined : votesOf(row.fields, soft, classes);
    if (soft.size > 0 && votes === undefined) {
      bad.get(row.file)!.add(row.line, 'votes are negative, not numbers or all 0; expected numbers from 0 on');
    }
    const className = row.label ?? classes[votes === undefined ? 0 : mostVoted(votes)]!;
    return { ...row, className, ...(votes === undefined ? {} : { votes }) };
  });
  for (const lines of bad.values()) lines.check();
  return labelled;
}
