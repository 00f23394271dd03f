// FERPlus (Barsoum et al. 2016): FER2013's images with ten votes each, in the layout of the authors' release.
import { MpaferError } from '../../core/errors.ts';
import { badLines } from '../bad-lines.ts';
import { readCsv } from '../csv.ts';
import { type Dataset, type Sample, splits } from '../dataset.ts';
import { expressions } from '../expressions.ts';
import { type DataHost, joinPath } from '../host.ts';
import { datasetRoot } from './dataset-root.ts';
import { fer2013Folders, fer2013LabelsFile, readFer2013Labels } from './fer2013-labels.ts';
import { type FerplusRule, type Verdict, verdict, voteColumns } from './ferplus-rules.ts';
import { fileImage, folderContent } from './image-files.ts';
import { refuseMissingImages } from './missing-images.ts';

export interface FerplusOptions {
  /**
   * How ten votes make a label. `majority`, the rule of the dataset's authors and the default, is the strictest: 25,057
   * training and 3,199 validation images of the release.
   */
  readonly rule?: FerplusRule;
  /**
   * `drop` leaves out training images that `fer2013-labels.csv` marks as exact duplicates of an image in another split.
   * `keep`, the default, gives the counts that others publish.
   */
  readonly duplicates?: 'keep' | 'drop';
}

const labelFile = 'label.csv';

/** The face box of every line of the release: left, top, right, bottom of the 48x48 image. */
const wholeImage = '(0,0,48,48)';

/** For each of our classes the column of its votes. */
const columnOfClass = expressions.map((name) => voteColumns.indexOf(name));

/**
 * Reads `FER2013Train|FER2013Valid|FER2013Test/{label.csv, *.png}`; a split whose folder is missing is empty.
 * Votes for the eight expressions go along as soft labels, as cast.
 *
 * @param path the release's folder or the one around it
 * @throws MpaferError `data` for another layout or missing images, `label` for votes that are no whole numbers
 */
export async function ferplus(host: DataHost, path: string, options: FerplusOptions = {}): Promise<Dataset> {
  const { rule = 'majority', duplicates = 'keep' } = options;
  const root = await datasetRoot(host, path, {
    kind: 'ferplus',
    needed: `${Object.values(fer2013Folders).join(', ')} or some of them, with a ${labelFile} in each`,
    isRoot: ({ folders }) => splits.some((split) => folders.includes(fer2013Folders[split])),
  });
  const { folders, others } = await folderContent(host, root);
  const twins = await trainingDuplicates(host, root, others.includes(fer2013LabelsFile), duplicates);
  const samples: Sample[] = [];
  const notes: string[] = [];
  for (const split of splits) {
    const folder = fer2013Folders[split];
    if (!folders.includes(folder)) {
      notes.push(`${split}: no folder ${folder}, the split is empty`);
      continue;
    }
    const rows = await readVotes(host, joinPath(root, folder));
    const leftOut = new Map<string, number>();
    const leave = (reason: string) => leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
    for (const { image, votes } of rows) {
      const id = `${folder}/${image}`;
      const winner: Verdict = verdict(votes, rule);
      if (typeof winner !== 'number') leave(winner);
      else if (split === 'train' && duplicates === 'drop' && twins.has(image)) leave('duplicate in another split');
      else {
        const label = columnOfClass.indexOf(winner);
        samples.push({
          id,
          split,
          label,
          votes: columnOfClass.map((column) => votes[column]!),
          read: fileImage(host, root, id),
        });
      }
    }
    for (const [reason, count] of leftOut)
      notes.push(`${split}: left out ${count} of ${rows.length} images: ${reason}`);
  }
  if (duplicates === 'keep' && twins.size > 0) {
    const kept = samples.filter(
      ({ split, id }) => split === 'train' && twins.has(id.slice(id.indexOf('/') + 1)),
    ).length;
    notes.push(
      `train: kept ${kept} images that have an exact duplicate in another split; duplicates=drop leaves them out`,
    );
  }
  if (samples.length === 0) throw new MpaferError('data', `Cannot open "${path}" as ferplus: no image has a label`);
  return { name: 'ferplus', classes: expressions, samples, notes };
}

async function trainingDuplicates(host: DataHost, root: string, known: boolean, duplicates: 'keep' | 'drop') {
  if (!known && duplicates === 'drop') {
    throw new MpaferError(
      'data',
      `Cannot leave out duplicates of "${root}": found no ${fer2013LabelsFile}, which names them`,
    );
  }
  const labels = known ? await readFer2013Labels(host, root) : [];
  return new Set(labels.filter((row) => row.split === 'train' && row.duplicateInOtherSplit).map((row) => row.image));
}

async function readVotes(host: DataHost, folder: string) {
  const content = await folderContent(host, folder);
  if (!content.others.includes(labelFile)) {
    throw new MpaferError(
      'data',
      `Cannot read the votes of "${folder}": found no ${labelFile} among ${content.images.length} images`,
    );
  }
  const file = joinPath(folder, labelFile);
  const rows = await readCsv(host, file);
  const bad = badLines(file);
  const seen = new Set<string>();
  const parsed = rows.map(({ line, fields }) => {
    const [image = '', box = '', ...texts] = fields.map((field) => field.trim());
    const votes = texts.map((text) => (/^\d+$/.test(text) ? Number(text) : Number.NaN));
    const wrong = votes.findIndex(Number.isNaN);
    if (votes.length !== voteColumns.length) {
      bad.add(line, `${fields.length} fields, must be ${voteColumns.length + 2}: name, box and ten votes`, 'data');
    } else if (image === '') bad.add(line, 'the image has no name', 'data');
    else if (seen.has(image)) bad.add(line, `"${image}" is named a second time`, 'data');
    else if (box.replaceAll(' ', '') !== wholeImage) bad.add(line, `box is "${box}", must be "(0, 0, 48, 48)"`, 'data');
    else if (wrong >= 0) bad.add(line, `${voteColumns[wrong]} votes are "${texts[wrong]}", must be a whole number`);
    seen.add(image);
    return { image, votes };
  });
  bad.check();
  refuseMissingImages(
    file,
    folder,
    parsed.map(({ image }) => image),
    content.images,
  );
  return parsed;
}
