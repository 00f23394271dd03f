// SFEW 2.0 (Dhall et al. 2011): frames of films in seven class folders, whole or as aligned faces.
import { MpaferError } from '../../../core/errors.ts';
import type { Random } from '../../../core/random.ts';
import { signatureNote } from '../../compare-counts.ts';
import type { Dataset, Split } from '../../dataset.ts';
import { type Expression, expressions } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import type { LabelTable } from '../../label-tables.ts';
import { splitNamed } from '../../split-names.ts';
import { datasetRoot } from '../layout/dataset-root.ts';
import { expressionFolders } from '../layout/expression-folders.ts';
import { folderContent } from '../layout/image-files.ts';
import { heldOut, samplesOf } from '../layout/labelled-image.ts';

export interface SfewOptions {
  /** Draws the validation split. */
  readonly random: Random;
  /** Fraction of the training images used for validation, with no film in both splits; default 0, as published. */
  readonly valid?: number | undefined;
}

const classes: readonly string[] = expressions.filter((name) => name !== 'contempt');

/** SFEW's class folders have names, never numbers. */
const noNumbers: LabelTable = new Map();

const alignedFolder = /^(train|val|test)_aligned_faces/i;

/** `Train`, `Val`, `Train_Aligned_Faces`, `Val_Aligned_Faces_new`. */
const splitOf = (folder: string): Split | undefined => splitNamed(alignedFolder.exec(folder)?.[1] ?? folder);

/**
 * Reads `Train|Val/<Class>/Film_000519240_00000005.png`, `Train/Train_Aligned_Faces/<Class>/` or
 * `Train_Aligned_Faces/<Class>/`. The labels of the test set are not public, so the validation set becomes the test split.
 * Images are grouped by film.
 *
 * @param path the folder that contains `Train` and `Val`, or a parent of it
 * @throws MpaferError `data` for another layout
 */
export async function sfew(host: DataHost, path: string, options: SfewOptions): Promise<Dataset> {
  const root = await datasetRoot(host, path, {
    kind: 'sfew',
    needed: 'Train/ and Val/, or Train_Aligned_Faces/ and Val_Aligned_Faces/, with class folders',
    isRoot: ({ folders }) => ['train', 'valid'].every((split) => folders.some((name) => splitOf(name) === split)),
  });
  const notes: string[] = [];
  const images: { id: string; path: string; split: Split; className: Expression; group: string }[] = [];
  const places: string[] = [];
  for (const folder of (await folderContent(host, root)).folders) {
    const split = splitOf(folder);
    if (split === undefined) continue;
    const inner = (await folderContent(host, joinPath(root, folder))).folders;
    const aligned = inner.find((name) => alignedFolder.test(name));
    const place = aligned === undefined ? [folder] : [folder, aligned];
    const found = await expressionFolders(host, root, place, noNumbers, 'SFEW');
    if (found.images.length === 0) {
      notes.push(`${folder}: skipped, it has no class folders`);
      continue;
    }
    places.push(place.join('/'));
    notes.push(...found.notes);
    for (const { id, path, name, className } of found.images) {
      images.push({ id, path, split, className, group: name.replace(/(_\d+)*\.\w+$/, '') });
    }
  }
  if (images.length === 0)
    throw new MpaferError('data', `Cannot open "${path}" as sfew: its class folders hold no images`);
  const hasTest = images.some(({ split }) => split === 'test');
  if (!hasTest) notes.push('test: the validation set of SFEW, whose test labels are not public');
  const official = images.map((image) => ({
    ...image,
    split: !hasTest && image.split === 'valid' ? ('test' as const) : image.split,
  }));
  const split = heldOut(official, options.valid, options.random.split('sfew validation'), notes);
  const isAligned = places.some((place) => /aligned/i.test(place));
  const dataset = {
    name: 'sfew',
    classes,
    samples: samplesOf(split.images, classes, host, root),
    dealt: split.dealt,
    layout: `class folders in ${places.join(', ')}`,
    protocol: isAligned ? 'SFEW 2.0 aligned faces' : 'SFEW 2.0',
  };
  return { ...dataset, notes: [signatureNote(dataset)!, ...notes] };
}
