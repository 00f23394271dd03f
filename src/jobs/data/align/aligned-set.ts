// The folder of an aligned data set: crops by split and class, a list of labels, a status for every image, and the recipe.
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { csvRow } from '../../../core/csv-row.ts';
import { MpaferError } from '../../../core/errors.ts';
import { json } from '../../../core/json.ts';
import { alignmentFile } from '../../../data/alignment-file.ts';
import type { Dataset, Sample } from '../../../data/dataset.ts';
import { makeFolder } from '../../../platform/node/files/make-folder.ts';
import { onDisk, writeFile } from '../../../platform/node/files/write-file.ts';
import { keptPath } from '../../kept-rows.ts';

export const alignedFiles = {
  labels: 'labels.csv',
  statuses: 'statuses.csv',
  recipe: alignmentFile,
  sheet: 'contact-sheet.png',
} as const;

/** What became of one image. */
export interface AlignedImage {
  readonly id: string;
  readonly status: 'ok' | 'no-face' | 'unreadable' | 'too-small';
  /** Crops, as paths in the folder; with the detector's probability of each. */
  readonly crops: readonly { readonly path: string; readonly score: number }[];
  readonly reason?: string | undefined;
}

/**
 * Creates the folder, or continues one.
 *
 * @param inShards it may have the crops of other shards, whose files are beside it
 * @throws MpaferError `run` when it has other files, `disk`
 */
export async function openAlignedFolder(folder: string, inShards = false): Promise<void> {
  await makeFolder(folder);
  const names = await onDisk(folder, () => readdir(folder));
  const own = [alignedFiles.recipe, keptPath(alignedFiles.statuses)];
  if (names.length === 0 || names.some((name) => own.includes(name))) return;
  if (inShards && (await readdir(dirname(folder))).some((name) => name.startsWith(`${basename(folder)}.shard-`)))
    return;
  throw new MpaferError(
    'run',
    `Cannot align faces into "${folder}": it has other files; expected a new or empty folder`,
  );
}

/** Names of the crops of each sample, without the number of the face and the extension: unique, in folders by split and class. */
export function cropNames({ samples, classes }: Dataset): readonly string[] {
  const taken = new Map<string, number>();
  return samples.map(({ id, split, label }) => {
    const name = id.replace(/\.[a-z]{3,4}$/i, '').replace(/[^\p{L}\p{N}._-]+/gu, '_');
    const path = `${split}/${classes[label]!.replace(/[^\p{L}\p{N}._ -]+/gu, '_')}/${name}`;
    const before = taken.get(path.toLowerCase()) ?? 0;
    taken.set(path.toLowerCase(), before + 1);
    return before === 0 ? path : `${path}~${before + 1}`;
  });
}

/** Writes the lists and, last, the recipe: with it the set is complete. @throws MpaferError `disk` */
export async function writeLists(
  folder: string,
  dataset: Dataset,
  rows: readonly AlignedImage[],
  record: Readonly<Record<string, unknown>>,
): Promise<void> {
  const statuses = rows.map(({ id, status, crops, reason }, index) => {
    const { split, label } = dataset.samples[index]!;
    return csvRow([id, split, dataset.classes[label], status, crops.length, crops[0]?.score, reason]);
  });
  const header = csvRow(['image', 'split', 'label', 'status', 'faces', 'score', 'reason']);
  await writeFile(join(folder, alignedFiles.statuses), header + statuses.join(''));
  await writeFile(join(folder, alignedFiles.labels), labelsOf(dataset, rows));
  await writeFile(join(folder, alignedFiles.recipe), json(record));
}

/** The list that `csv:` reads: votes and people are in it where the set has them. */
function labelsOf({ samples, classes }: Dataset, rows: readonly AlignedImage[]): string {
  const hasGroups = samples.some(({ group }) => group !== undefined);
  const hasVotes = samples.some(({ votes }) => votes !== undefined);
  const header = csvRow([
    'path',
    'label',
    'split',
    ...(hasGroups ? ['subject'] : []),
    ...(hasVotes ? classes.map((name) => `votes_${name}`) : []),
  ]);
  const line = ({ split, label, group, votes }: Sample, path: string) =>
    csvRow([
      path,
      classes[label],
      split,
      ...(hasGroups ? [group] : []),
      ...(hasVotes ? classes.map((_, index) => votes?.[index]) : []),
    ]);
  return header + rows.flatMap(({ crops }, index) => crops.map(({ path }) => line(samples[index]!, path))).join('');
}
