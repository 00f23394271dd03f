// FERPlus (Barsoum et al. 2016): FER2013's images with ten votes each, as released or as votes for `fer2013.csv`.

import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import { signatureNote } from '../../compare-counts.ts';
import { type Dataset, type Sample, splits } from '../../dataset.ts';
import { expressions } from '../../expressions.ts';
import type { DataHost } from '../../host.ts';
import { fer2013CsvNames } from '../fer2013/fer2013-csv.ts';
import { fer2013Folders, fer2013LabelsFile } from '../fer2013/fer2013-labels.ts';
import { datasetRoot } from '../layout/dataset-root.ts';
import { folderContent } from '../layout/image-files.ts';
import type { MissingPolicy } from '../layout/missing-images.ts';
import { ferplusCsv, ferplusVotesFile } from './ferplus-csv.ts';
import { ferplusRelease } from './ferplus-release.ts';
import { type FerplusRule, type Verdict, verdict, voteColumns } from './ferplus-rules.ts';

export interface FerplusOptions {
  /**
   * How ten votes determine a label. `majority`, the default and the rule of the data set's authors, is the strictest: 25,060
   * training, 3,199 validation and 3,153 test images of the release.
   */
  readonly rule?: FerplusRule;
  /** `drop` skips training images that have an exact duplicate in another split. `keep`, the default, matches published counts. */
  readonly duplicates?: 'keep' | 'drop';
  /** What to do about missing images; default `refuse`. */
  readonly missing?: MissingPolicy;
}

/** The vote column of each class. */
const columnOfClass = expressions.map((name) => voteColumns.indexOf(name));

const isRelease = (folders: readonly string[]) => splits.some((split) => folders.includes(fer2013Folders[split]));

/**
 * Reads `FER2013Train|FER2013Valid|FER2013Test/{label.csv, *.png}`, where a split with a missing folder is empty, or
 * `fer2013new.csv` beside `fer2013.csv`. Votes for the eight expressions become soft labels, unchanged.
 *
 * @param path the release's folder or a parent of it
 * @throws MpaferError `data` for another layout or missing images, `label` for votes that are not whole numbers
 */
export async function ferplus(host: DataHost, path: string, options: FerplusOptions = {}): Promise<Dataset> {
  const { rule = 'majority', duplicates = 'keep', missing = 'refuse' } = options;
  const pixelsOf = (others: readonly string[]) =>
    others.includes(ferplusVotesFile) ? fer2013CsvNames.find((name) => others.includes(name)) : undefined;
  const root = await datasetRoot(host, path, {
    kind: 'ferplus',
    needed: `${Object.values(fer2013Folders).join(', ')} or some of them, with a label.csv in each, or ${ferplusVotesFile} beside ${fer2013CsvNames[0]}`,
    isRoot: ({ folders, others }) => isRelease(folders) || pixelsOf(others) !== undefined,
  });
  const { folders, others } = await folderContent(host, root);
  const notes: string[] = [];
  const found = isRelease(folders)
    ? await ferplusRelease(host, root, missing, notes)
    : await ferplusCsv(host, root, pixelsOf(others)!, notes);
  if (duplicates === 'drop' && !found.twinsKnown) {
    throw new MpaferError(
      'data',
      `Cannot skip duplicates of "${root}": found no ${fer2013LabelsFile}, which names them`,
    );
  }
  const samples: Sample[] = [];
  let twins = 0;
  for (const split of splits) {
    const images = found.parts[split] ?? [];
    const skipped = new Map<string, number>();
    const leave = (reason: string) => skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
    for (const { id, votes, twin, ...source } of images) {
      const winner: Verdict = verdict(votes, rule);
      if (typeof winner !== 'number') leave(winner);
      else if (twin && duplicates === 'drop') leave('duplicate in another split');
      else {
        if (twin) twins++;
        const label = columnOfClass.indexOf(winner);
        samples.push({ id, split, label, votes: columnOfClass.map((column) => votes[column]!), ...source });
      }
    }
    for (const [reason, count] of skipped)
      notes.push(`${split}: skipped ${count} of ${plural(images.length, 'image')}: ${reason}`);
  }
  if (twins > 0) {
    notes.push(
      `train: kept ${plural(twins, 'image that has', 'images that have')} an exact duplicate in another split; duplicates=drop skips them`,
    );
  }
  if (samples.length === 0) throw new MpaferError('data', `Cannot open "${path}" as ferplus: no image has a label`);
  const dataset = { name: 'ferplus', classes: expressions, samples, layout: found.layout, protocol: `FERPlus ${rule}` };
  return { ...dataset, notes: [...notes, signatureNote(dataset)!] };
}
