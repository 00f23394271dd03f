// FER2013 (Goodfellow et al. 2013): seven expressions, as one CSV, in class folders, or as labels beside the FERPlus release.
import { MpaferError } from '../../../core/errors.ts';
import { random } from '../../../core/random.ts';
import { signatureNote } from '../../compare-counts.ts';
import type { Dataset } from '../../dataset.ts';
import { dealSplits } from '../../deal-splits.ts';
import { expressions } from '../../expressions.ts';
import type { DataHost } from '../../host.ts';
import { datasetRoot } from '../layout/dataset-root.ts';
import { folderContent } from '../layout/image-files.ts';
import { samplesOf } from '../layout/labelled-image.ts';
import { fer2013ClassFolders, isFer2013ClassFolders } from './fer2013-class-folders.ts';
import { fer2013CsvNames, isCkExtended, otherCsvNames } from './fer2013-csv.ts';
import { fer2013Folders, fer2013LabelsFile } from './fer2013-labels.ts';
import type { Fer2013Options } from './fer2013-options.ts';
import { fer2013Release } from './fer2013-release.ts';
import { fer2013Rows, type Unsplit } from './fer2013-rows.ts';

const classes: readonly string[] = expressions.filter((name) => name !== 'contempt');

/**
 * Reads `fer2013-labels.csv` and the images of `FER2013Train|FER2013Valid|FER2013Test` that it names; `fer2013.csv` or
 * `icml_face_data.csv`, whose rows hold the pixels; or `train|test/<expression>/` folders. The public test images are the
 * validation split, the private ones the test split. `ckextended.csv` (CK+ in the same form, with contempt) and the
 * competition's `train.csv`, which has no splits, are read too.
 *
 * @param path the folder that contains them, a parent of it, or the CSV itself
 * @throws MpaferError `data` for another layout or missing images, `label` for a label outside the seven
 */
export async function fer2013(host: DataHost, path: string, options: Fer2013Options = {}): Promise<Dataset> {
  const found = await parts(host, path, options);
  if (found.samples.length === 0)
    throw new MpaferError('data', `Cannot open "${path}" as fer2013: its label file names no image`);
  const notes = [...found.notes];
  const { random: source = random(1), valid, test } = options;
  const dealable = found.samples.map(({ split, label }) => ({ split, className: found.classes[label]! }));
  const rules = { random: source.split('fer2013 split'), valid, test, heldOut: 0, by: 'column' } as const;
  const { splits, dealt } = dealSplits(dealable, rules, notes);
  const samples = found.samples.map((sample, index) => ({ ...sample, split: splits[index]! }));
  const dataset = { name: 'fer2013', ...found, samples, dealt };
  const note = signatureNote(dataset);
  return { ...dataset, notes: note === undefined ? notes : [...notes, note] };
}

interface Parts extends Pick<Dataset, 'classes' | 'notes'> {
  readonly samples: readonly Unsplit[];
  readonly layout: string;
  readonly name?: string;
  readonly protocol?: string;
}

async function parts(host: DataHost, path: string, options: Fer2013Options): Promise<Parts> {
  const drop = options.duplicates === 'drop';
  const [, folder = '', file = ''] = /^(.*?)[\\/]?([^\\/]*\.csv)$/i.exec(path) ?? [];
  if (file !== '') return rowsOf(host, folder === '' ? '.' : folder, file, drop);
  const csvOf = (others: readonly string[]) =>
    [...fer2013CsvNames, ...otherCsvNames].find((name) => others.includes(name));
  const root = await datasetRoot(host, path, {
    kind: 'fer2013',
    needed: `${fer2013LabelsFile} beside ${fer2013Folders.train}/, ${fer2013CsvNames.join(', ')}, or train/ and test/ with class folders`,
    isRoot: ({ folders, others }) =>
      others.includes(fer2013LabelsFile) || csvOf(others) !== undefined || isFer2013ClassFolders(folders),
  });
  const { others } = await folderContent(host, root);
  const known = { classes, protocol: 'FER2013' };
  if (others.includes(fer2013LabelsFile)) return { ...known, ...(await fer2013Release(host, root, classes, options)) };
  const csv = csvOf(others);
  if (csv !== undefined) return rowsOf(host, root, csv, drop);
  if (drop) {
    throw new MpaferError(
      'data',
      `Cannot skip duplicates of "${root}": class folders do not name them; expected ${fer2013CsvNames[0]} or ${fer2013LabelsFile}`,
      { hint: 'Open the set without duplicates=drop, and check it for duplicates' },
    );
  }
  const notes: string[] = [];
  const images = await fer2013ClassFolders(host, root, notes);
  return {
    ...known,
    samples: samplesOf(images, classes, host, root),
    notes,
    layout: 'class folders in train|valid|test/',
  };
}

async function rowsOf(host: DataHost, root: string, file: string, drop: boolean): Promise<Parts> {
  const isCk = isCkExtended(file);
  const own = isCk ? [...classes, 'contempt'] : classes;
  const found = await fer2013Rows(host, root, file, own, drop);
  if (isCk) {
    found.notes.push('the file does not name the people of CK+: the same people may be in several splits');
    return { ...found, classes: own, name: 'ckextended' };
  }
  const isWhole = found.samples.every(({ split }) => split !== undefined);
  return { ...found, classes: own, ...(isWhole && { protocol: 'FER2013' }) };
}
