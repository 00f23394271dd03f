// Parquet as Hugging Face writes image sets: a column `image {bytes, path}`, a column of labels, class names in the metadata.

import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import type { Random } from '../../../core/random.ts';
import { badLines } from '../../bad-lines.ts';
import type { Dataset, Split } from '../../dataset.ts';
import { dealSplits } from '../../deal-splits.ts';
import type { DataHost } from '../../host.ts';
import type { LabelNaming } from '../../label-names.ts';
import { classesOf, mostVoted, softColumns, votesOf } from '../../soft-labels.ts';
import { fileImage, type ImageSource } from '../layout/image-files.ts';
import { parquetFiles } from './parquet-files.ts';
import { parquetLabel } from './parquet-labels.ts';
import { type ParquetTable, readParquet } from './parquet-table.ts';

export interface ParquetOptions {
  /** Deals splits where the files name none, or no validation. */
  readonly random: Random;
  /** Default 0.1. */
  readonly valid?: number | undefined;
  /** Default 0.2; only where the files name no split. */
  readonly test?: number | undefined;
  /** What numbers mean where the file does not say. */
  readonly naming?: LabelNaming;
}

interface Row extends ImageSource {
  readonly id: string;
  readonly split: Split | undefined;
  readonly className: string;
  readonly votes?: readonly number[];
}

/**
 * Reads `train-00000-of-00002.parquet`, `validation-...`, `test-...` in a folder, in `data/` in it, or one file. The
 * encoded images stay in memory: as much as the files hold.
 *
 * @throws MpaferError `data` for a damaged file or other columns, `label` for a number without a name
 */
export async function parquet(host: DataHost, path: string, options: ParquetOptions): Promise<Dataset> {
  const { root, files } = await parquetFiles(host, path);
  const tables: { readonly file: string; readonly split: Split | undefined; readonly table: ParquetTable }[] = [];
  for (const { file, split } of files) tables.push({ file, split, table: await readParquet(host, root, file) });
  const soft = softColumns(tables[0]!.table.softNames);
  const labels = tables.map(({ file, table }) => labelsOf(file, table, options.naming ?? {}));
  const classes = classesOf(
    labels.flat().filter((name) => name !== undefined),
    soft,
  );
  const rows = tables.flatMap(({ file, split, table }, index) => {
    const bad = badLines(file, 'row');
    const read = table.rows.map(({ bytes, path: named, soft: values }, row): Row => {
      const votes = soft.size === 0 ? undefined : votesOf(values, soft, classes);
      if (soft.size > 0 && votes === undefined)
        bad.add(row + 1, 'votes are negative, not numbers or all 0; expected numbers from 0 on');
      const id = `${file}#${String(row).padStart(5, '0')}${named === undefined ? '' : `/${named}`}`;
      return {
        id,
        split,
        className: labels[index]![row] ?? classes[votes === undefined ? 0 : mostVoted(votes)]!,
        ...(votes === undefined ? {} : { votes }),
        ...(bytes === undefined ? fileImage(host, root, named!) : { read: async () => host.decode(bytes, id) }),
      };
    });
    bad.check();
    return read;
  });
  if (rows.length === 0) throw new MpaferError('data', `Cannot open "${path}" as parquet: its files hold no rows`);
  const notes: string[] = [];
  const { random, valid, test } = options;
  const { splits, dealt } = dealSplits(rows, { random: random.split('parquet split'), valid, test, by: 'file' }, notes);
  const samples = rows.map(({ className, ...row }, index) => ({
    ...row,
    split: splits[index]!,
    label: classes.indexOf(className),
  }));
  const from = tables[0]!.table.classNames === undefined ? '' : ', class names of the metadata';
  return { name: 'parquet', classes, samples, dealt, notes, layout: `${plural(files.length, 'Parquet file')}${from}` };
}

/** The class of each row; undefined where only votes tell it. */
function labelsOf(file: string, table: ParquetTable, naming: LabelNaming): (string | undefined)[] {
  const bad = badLines(file, 'row');
  const labels = table.rows.map(({ label }, row) => {
    if (!table.hasLabels) return undefined;
    const found = parquetLabel(label, table.classNames, naming);
    if ('wrong' in found) bad.add(row + 1, found.wrong);
    return 'wrong' in found ? undefined : found.className;
  });
  bad.check();
  return labels;
}
