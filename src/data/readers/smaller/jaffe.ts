// JAFFE (Lyons et al. 1998): 213 photographs of ten women, seven expressions, encoded in the file names.

import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import type { Random } from '../../../core/random.ts';
import { byCodeUnit } from '../../by-code-unit.ts';
import { signatureNote } from '../../compare-counts.ts';
import { type Dataset, splits } from '../../dataset.ts';
import { type Expression, expressions } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { subjectFolds } from '../../subject-folds.ts';
import { datasetRoot } from '../layout/dataset-root.ts';
import { folderContent } from '../layout/image-files.ts';
import { samplesOf } from '../layout/labelled-image.ts';

export interface JaffeOptions {
  /** Distributes the subjects over the splits. */
  readonly random: Random;
  /** Number of subject-disjoint folds of the ten women, default 10 (leave one subject out). */
  readonly folds?: number;
  /** Index of the fold used as the test split, from 0; default 0. */
  readonly fold?: number;
  /** Fraction of the other images used for validation, whole subjects at a time; default 0.1. */
  readonly valid?: number | undefined;
}

const codes: Readonly<Record<string, Expression>> = {
  AN: 'anger',
  DI: 'disgust',
  FE: 'fear',
  HA: 'happiness',
  NE: 'neutral',
  SA: 'sadness',
  SU: 'surprise',
};

/** `KA.AN1.39.tiff`: subject, expression and pose number, image number. */
const pattern = /^([A-Z]{2})\.(AN|DI|FE|HA|NE|SA|SU)\d*\.\s*\d+\s*\.(tiff?|png|jpe?g|bmp)$/i;

const classes: readonly string[] = expressions.filter((name) => name !== 'contempt');

/**
 * Reads `KA.AN1.39.tiff`, in one folder or sorted into folders; subject and expression come from the name alone. The
 * published ratings cover six adjectives but not neutral, so they are not votes over the seven classes and are not read.
 *
 * @param path the image folder, or a parent of it
 * @throws MpaferError `data` for another layout
 */
export async function jaffe(host: DataHost, path: string, options: JaffeOptions): Promise<Dataset> {
  const { random, folds = 10, fold = 0, valid = 0.1 } = options;
  const isNamed = (names: readonly string[]) => names.some((name) => pattern.test(name));
  const root = await datasetRoot(host, path, {
    kind: 'jaffe',
    needed: 'images named like KA.AN1.39.tiff',
    isRoot: ({ images }) => isNamed(images),
    several: true,
  });
  // In copies sorted by expression, the folder found is one of several siblings.
  const around = root === path ? undefined : root.slice(0, -root.split('/').at(-1)!.length - 1);
  const ids = around === undefined ? await below(host, root) : await below(host, around);
  const named = ids.flatMap((id) => {
    const [, subject, code] = pattern.exec(id.slice(id.lastIndexOf('/') + 1)) ?? [];
    return subject === undefined ? [] : [{ id, className: codes[code!.toUpperCase()]!, group: subject.toUpperCase() }];
  });
  const notes: string[] = [];
  const strange = ids.length - named.length;
  if (strange > 0)
    notes.push(`skipped ${plural(strange, 'image that is', 'images that are')} not named like KA.AN1.39.tiff`);
  const subjects = named.map(({ group }) => group);
  const people = new Set(subjects).size;
  if (people < 2)
    throw new MpaferError('data', `Cannot open "${path}" as jaffe: found one subject; expected two or more`);
  const count = Math.min(folds, people);
  const labels = named.map(({ className }) => classes.indexOf(className));
  const split = subjectFolds({ labels, subjects, folds: count, fold, valid, random, name: 'jaffe' });
  const images = named.map((image, index) => ({ ...image, split: split[index]! }));
  const dataset = {
    name: 'jaffe',
    classes,
    samples: samplesOf(images, classes, host, around ?? root),
    dealt: splits,
    layout: 'expression and subject by file name',
    protocol: 'JAFFE',
  };
  notes.push(`fold ${fold} of ${count} is the test split: ${people} subjects, none of them in two splits`);
  return { ...dataset, notes: [signatureNote(dataset)!, ...notes] };
}

/** Images of a folder and of the folders in it, relative to it; folders without JAFFE images are skipped. */
async function below(host: DataHost, root: string): Promise<string[]> {
  const top = await folderContent(host, root);
  const ids = top.images.some((name) => pattern.test(name)) ? [...top.images] : [];
  for (const folder of top.folders) {
    const { images } = await folderContent(host, joinPath(root, folder));
    if (!images.some((name) => pattern.test(name))) continue;
    for (const name of images) ids.push(`${folder}/${name}`);
  }
  return ids.sort(byCodeUnit);
}
