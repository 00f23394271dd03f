// The authors' release of FERPlus: `FER2013Train|FER2013Valid|FER2013Test/{label.csv, *.png}`.

import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import { badLines } from '../../bad-lines.ts';
import { type Split, splits } from '../../dataset.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { readCsv } from '../../read-csv.ts';
import { fer2013Folders, fer2013LabelsFile, readFer2013Labels } from '../fer2013/fer2013-labels.ts';
import { fileImage, folderContent } from '../layout/image-files.ts';
import { type MissingPolicy, presentRows } from '../layout/missing-images.ts';
import { voteColumns } from './ferplus-rules.ts';
import type { VotedImage, VotedImages } from './ferplus-votes.ts';

const labelFile = 'label.csv';

/** The face box on every line of the release: left, top, right, bottom of the 48x48 image. */
const wholeImage = '(0,0,48,48)';

export async function ferplusRelease(
  host: DataHost,
  root: string,
  policy: MissingPolicy,
  notes: string[],
): Promise<VotedImages> {
  const { folders, others } = await folderContent(host, root);
  const known = others.includes(fer2013LabelsFile);
  const labels = known ? await readFer2013Labels(host, root) : [];
  const twins = new Set(
    labels.filter((row) => row.split === 'train' && row.duplicateInOtherSplit).map((row) => row.image),
  );
  const parts: Partial<Record<Split, readonly VotedImage[]>> = {};
  for (const split of splits) {
    const folder = fer2013Folders[split];
    if (!folders.includes(folder)) {
      notes.push(`${split}: no folder ${folder}, the split is empty`);
      continue;
    }
    const rows = await readVotes(host, joinPath(root, folder), policy, notes);
    parts[split] = rows.map(({ image, votes }) => {
      const id = `${folder}/${image}`;
      return { id, votes, twin: split === 'train' && twins.has(image), ...fileImage(host, root, id) };
    });
  }
  return { layout: `release: ${labelFile} and images in each folder`, parts, twinsKnown: known };
}

async function readVotes(host: DataHost, folder: string, policy: MissingPolicy, notes: string[]) {
  const content = await folderContent(host, folder);
  if (!content.others.includes(labelFile)) {
    throw new MpaferError(
      'data',
      `Cannot read the votes of "${folder}": found no ${labelFile} among ${plural(content.images.length, 'image')}`,
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
      bad.add(line, `${fields.length} fields; expected ${voteColumns.length + 2}: name, box and ten votes`, 'data');
    } else if (image === '') bad.add(line, 'the image has no name', 'data');
    else if (seen.has(image)) bad.add(line, `"${image}" is named a second time`, 'data');
    else if (box.replaceAll(' ', '') !== wholeImage)
      bad.add(line, `box is "${box}"; expected "(0, 0, 48, 48)"`, 'data');
    else if (wrong >= 0) bad.add(line, `${voteColumns[wrong]} votes are "${texts[wrong]}"; expected a whole number`);
    seen.add(image);
    return { image, votes };
  });
  bad.check();
  const present = new Set(content.images);
  return presentRows({ rows: parsed, nameOf: ({ image }) => image, present, labelFile: file, folder, policy, notes });
}
