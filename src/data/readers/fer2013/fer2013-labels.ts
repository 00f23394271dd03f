// `fer2013-labels.csv`: FER2013's original seven labels, and which images have an exact duplicate in another split.

import { columnsOf } from '../../../core/csv.ts';
import { badLines } from '../../bad-lines.ts';
import type { Split } from '../../dataset.ts';
import { type Expression, resolveExpression } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { readCsv } from '../../read-csv.ts';

export const fer2013LabelsFile = 'fer2013-labels.csv';

/** Folder of each split in the FERPlus release. */
export const fer2013Folders: Readonly<Record<Split, string>> = {
  train: 'FER2013Train',
  valid: 'FER2013Valid',
  test: 'FER2013Test',
};

export interface Fer2013Label {
  readonly image: string;
  readonly split: Split;
  readonly expression: Expression;
  readonly duplicateInOtherSplit: boolean;
}

/** @throws MpaferError `label` or `data`, naming the first bad line and counting the rest */
export async function readFer2013Labels(host: DataHost, root: string): Promise<Fer2013Label[]> {
  const file = joinPath(root, fer2013LabelsFile);
  const [header, ...rows] = await readCsv(host, file);
  const at = columnsOf(header, ['image', 'split', 'fer2013', 'duplicate_in_other_split'], file);
  const bad = badLines(file);
  const labels: Fer2013Label[] = [];
  for (const { line, fields } of rows) {
    const [image, split, label, duplicate] = [at.image, at.split, at.fer2013, at.duplicate_in_other_split].map(
      (column) => fields[column]?.trim() ?? '',
    ) as [string, string, string, string];
    const expression = resolveExpression(label);
    if (fields.length !== header!.fields.length) {
      bad.add(line, `${fields.length} fields; expected ${header!.fields.length}`, 'data');
    } else if (image === '') bad.add(line, 'the image has no name', 'data');
    else if (!isSplit(split)) bad.add(line, `split is "${split}"; expected train, valid or test`, 'data');
    else if (expression === undefined || expression === 'contempt') {
      bad.add(line, `label is "${label}"; expected neutral, happiness, sadness, surprise, fear, disgust or anger`);
    } else if (!/^[01]$/.test(duplicate)) bad.add(line, `duplicate is "${duplicate}"; expected 0 or 1`, 'data');
    else labels.push({ image, split, expression, duplicateInOtherSplit: duplicate === '1' });
  }
  bad.check();
  return labels;
}

const isSplit = (name: string): name is Split => Object.hasOwn(fer2013Folders, name);
