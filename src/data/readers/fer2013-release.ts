// FER2013 (Goodfellow et al. 2013): the images of the FERPlus release under their original seven labels.
import { MpaferError } from '../../core/errors.ts';
import { type Dataset, type Sample, splits } from '../dataset.ts';
import { expressions } from '../expressions.ts';
import { type DataHost, joinPath } from '../host.ts';
import { datasetRoot } from './dataset-root.ts';
import { fer2013Folders, fer2013LabelsFile, readFer2013Labels } from './fer2013-labels.ts';
import { fileImage, folderContent } from './image-files.ts';
import { refuseMissingImages } from './missing-images.ts';

export interface Fer2013Options {
  /** `drop` leaves out training images that have an exact duplicate in another split; `keep` is the default. */
  readonly duplicates?: 'keep' | 'drop';
}

const classes: readonly string[] = expressions.filter((name) => name !== 'contempt');

/**
 * Reads `fer2013-labels.csv` and the images of `FER2013Train|FER2013Valid|FER2013Test` that it names.
 *
 * @param path the folder that holds the labels, or the one around it
 * @throws MpaferError `data` for another layout or missing images, `label` for a label outside the seven
 */
export async function fer2013(host: DataHost, path: string, options: Fer2013Options = {}): Promise<Dataset> {
  const root = await datasetRoot(host, path, {
    kind: 'fer2013',
    needed: `${fer2013LabelsFile} beside ${fer2013Folders.train}/`,
    isRoot: ({ others }) => others.includes(fer2013LabelsFile),
  });
  const rows = await readFer2013Labels(host, root);
  const { folders } = await folderContent(host, root);
  const samples: Sample[] = [];
  const notes: string[] = [];
  for (const split of splits) {
    const named = rows.filter((row) => row.split === split);
    const folder = fer2013Folders[split];
    const present = folders.includes(folder) ? (await folderContent(host, joinPath(root, folder))).images : [];
    refuseMissingImages(
      joinPath(root, fer2013LabelsFile),
      joinPath(root, folder),
      named.map(({ image }) => image),
      present,
    );
    if (named.length === 0) notes.push(`${split}: no label names it, the split is empty`);
    if (present.length > named.length)
      notes.push(`${split}: left out ${present.length - named.length} images without a label`);
    const twins = split === 'train' ? named.filter((row) => row.duplicateInOtherSplit).length : 0;
    const drop = split === 'train' && options.duplicates === 'drop';
    if (twins > 0) {
      const what = `${twins} images that have an exact duplicate in another split`;
      notes.push(drop ? `train: left out ${what}` : `train: kept ${what}; duplicates=drop leaves them out`);
    }
    for (const { image, expression, duplicateInOtherSplit } of named) {
      if (drop && duplicateInOtherSplit) continue;
      const id = `${folder}/${image}`;
      samples.push({ id, split, label: classes.indexOf(expression), read: fileImage(host, root, id) });
    }
  }
  if (samples.length === 0)
    throw new MpaferError('data', `Cannot open "${path}" as fer2013: its label file names no image`);
  return { name: 'fer2013', classes, samples, notes };
}
