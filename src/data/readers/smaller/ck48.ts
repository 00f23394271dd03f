// CK+48: the last frames of the CK+ sequences (Lucey et al. 2010), 48x48, in seven class folders, without a split.

import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import type { Random } from '../../../core/random.ts';
import { signatureNote } from '../../compare-counts.ts';
import { type Dataset, type Sample, splits } from '../../dataset.ts';
import { expressions, resolveExpression } from '../../expressions.ts';
import type { DataHost } from '../../host.ts';
import { subjectFolds } from '../../subject-folds.ts';
import { classFolders } from '../layout/class-folders.ts';
import { datasetRoot } from '../layout/dataset-root.ts';
import { fileImage } from '../layout/image-files.ts';

export interface Ck48Options {
  /** Distributes the subjects over the splits. */
  readonly random: Random;
  /** Number of subject-disjoint folds, default 5. */
  readonly folds?: number;
  /** Index of the fold used as the test split, from 0; default 0. */
  readonly fold?: number;
  /** Fraction of the other folds' images used for validation, whole subjects at a time; default 0.1. */
  readonly valid?: number | undefined;
}

/** There is no neutral class. */
const classes: readonly string[] = expressions.filter((name) => name !== 'neutral');

/**
 * Reads `<class>/S010_004_00000017.png`. The subject is the first four characters of the name. No subject is in two
 * splits, because the three frames of a sequence hardly differ.
 *
 * @param path the folder that contains the class folders, or its parent
 * @throws MpaferError `data` for another layout or an empty class folder
 */
export async function ck48(host: DataHost, path: string, options: Ck48Options): Promise<Dataset> {
  const { folds = 5, fold = 0, valid = 0.1, random } = options;
  const root = await datasetRoot(host, path, {
    kind: 'ck48',
    needed: `a folder for each of ${classes.join(', ')}`,
    isRoot: ({ folders }) => classes.every((name) => folders.some((folder) => resolveExpression(folder) === name)),
  });
  const content = await classFolders(host, root, []);
  const ours = (name: string) => classes.includes(name);
  const empty = content.classes.find((one) => one.images === 0 && ours(one.className));
  if (empty !== undefined) {
    throw new MpaferError('data', `Cannot open "${path}" as ck48: class folder "${empty.folder}" has no images`);
  }
  const notes = [...content.notes];
  for (const one of content.classes) {
    if (!ours(one.className))
      notes.push(`skipped ${plural(one.images, 'image')} of folder ${one.folder}: not a class of CK+48`);
  }
  const images = content.images.filter((image) => ours(image.className));
  const subjects = images.map((image) => image.name.slice(0, 4));
  const labels = images.map((image) => classes.indexOf(image.className));
  const split = subjectFolds({ labels, subjects, folds, fold, valid, random, name: 'ck48' });
  const samples = images.map(
    ({ id, path }, index): Sample => ({
      id,
      split: split[index]!,
      label: labels[index]!,
      group: subjects[index]!,
      ...fileImage(host, root, path),
    }),
  );
  notes.push(
    `fold ${fold} of ${folds} is the test split: ${new Set(subjects).size} subjects, none of them in two splits`,
  );
  const dataset = { name: 'ck48', classes, samples, dealt: splits, layout: 'class folders', protocol: 'CK+48' };
  return { ...dataset, notes: [signatureNote(dataset)!, ...notes] };
}
