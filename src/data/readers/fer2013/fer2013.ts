// FER2013 (Goodfellow et al. 2013): seven expressions, as one CSV, in class folders, or as labels beside the FERPlus release.
import { MpaferError } from '../../../core/errors.ts';
import { signatureNote } from '../../compare-counts.ts';
import type { Dataset } from '../../dataset.ts';
import { expressions } from '../../expressions.ts';
import type { DataHost } from '../../host.ts';
import { datasetRoot } from '../layout/dataset-root.ts';
import { folderContent } from '../layout/image-files.ts';
import { samplesOf } from '../layout/labelled-image.ts';
import { fer2013ClassFolders, isFer2013ClassFolders } from './fer2013-class-folders.ts';
import { fer2013CsvNames } from './fer2013-csv.ts';
import { fer2013Folders, fer2013LabelsFile } from './fer2013-labels.ts';
import type { Fer2013Options } from './fer2013-options.ts';
import { fer2013Release } from './fer2013-release.ts';
import { fer2013Rows } from './fer2013-rows.ts';

const classes: readonly string[] = expressions.filter((name) => name !== 'contempt');

/**
 * Reads `fer2013-labels.csv` and the images of `FER2013Train|FER2013Valid|FER2013Test` that it names; `fer2013.csv` or
 * `icml_face_data.csv`, whose rows hold the pixels; or `train|test/<expression>/` folders. The public test images are the
 * validation split, the private ones the test split.
 *
 * @param path the folder that holds them, one above it, or the CSV itself
 * @throws MpaferError `data` for another layout or missing images, `label` for a label outside the seven
 */
export async function fer2013(host: DataHost, path: string, options: Fer2013Options = {}): Promise<Dataset> {
  const found = await parts(host, path, options);
  if (found.samples.length === 0)
    throw new MpaferError('data', `Cannot open "${path}" as fer2013: its label file names no image`);
  const dataset = { name: 'fer2013', classes, protocol: 'FER2013', ...found };
  const note = signatureNote(dataset)!;
  return { ...dataset, notes: [...dataset.notes, note] };
}

async function parts(
  host: DataHost,
  path: string,
  options: Fer2013Options,
): Promise<Pick<Dataset, 'samples' | 'notes' | 'layout'>> {
  const drop = options.duplicates === 'drop';
  const [, folder = '', file = ''] = /^(.*?)[\\/]?([^\\/]*\.csv)$/i.exec(path) ?? [];
  if (file !== '') return fer2013Rows(host, folder === '' ? '.' : folder, file, classes, drop);
  const csvOf = (others: readonly string[]) => fer2013CsvNames.find((name) => others.includes(name));
  const root = await datasetRoot(host, path, {
    kind: 'fer2013',
    needed: `${fer2013LabelsFile} beside ${fer2013Folders.train}/, ${fer2013CsvNames.join(', ')}, or train/ and test/ with class folders`,
    isRoot: ({ folders, others }) =>
      others.includes(fer2013LabelsFile) || csvOf(others) !== undefined || isFer2013ClassFolders(folders),
  });
  const { others } = await folderContent(host, root);
  if (others.includes(fer2013LabelsFile)) return fer2013Release(host, root, classes, options);
  const csv = csvOf(others);
  if (csv !== undefined) return fer2013Rows(host, root, csv, classes, drop);
  if (drop) {
    throw new MpaferError(
      'data',
      `Cannot skip duplicates of "${root}": class folders do not name them; expected ${fer2013CsvNames[0]} or ${fer2013LabelsFile}`,
      { hint: `mpafer data check fer2013:${root} finds them` },
    );
  }
  const notes: string[] = [];
  const images = await fer2013ClassFolders(host, root, notes);
  return { samples: samplesOf(images, classes, host, root), notes, layout: 'class folders in train|valid|test/' };
}
