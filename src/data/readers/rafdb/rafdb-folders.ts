// RAF-DB in class folders: `DATASET/train|test/1-7` with `train_labels.csv` and `test_labels.csv`, or folders named by expression.

import { columnsOf } from '../../../core/csv.ts';
import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import { badLines } from '../../bad-lines.ts';
import type { Split } from '../../dataset.ts';
import type { Expression } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { expressionOf, type LabelTable, numbersOf, rafdbTable } from '../../label-tables.ts';
import { readCsv } from '../../read-csv.ts';
import { splitNamed } from '../../split-names.ts';
import { type ExpressionImage, expressionFolders } from '../layout/expression-folders.ts';
import { folderContent } from '../layout/image-files.ts';
import { presentRows } from '../layout/missing-images.ts';
import type { RafdbImage, RafdbLayout, RafdbOptions } from './rafdb-layout.ts';

/** Some copies number the folders from 0, in the official order. */
const zeroBased: LabelTable = new Map([...rafdbTable].map(([number, name]) => [number - 1, name]));

export async function rafdbFolders(
  host: DataHost,
  root: string,
  options: Pick<RafdbOptions, 'missing'>,
  notes: string[],
): Promise<RafdbLayout> {
  const top = await folderContent(host, root);
  const within = top.folders.includes('DATASET') ? ['DATASET'] : [];
  const { folders } = await folderContent(host, joinPath(root, ...within));
  const named = folders.flatMap((folder) => {
    const split = splitNamed(folder);
    return split === undefined ? [] : [{ folder, split }];
  });
  // Without a test folder, the one called validation is the official test split.
  const hasTest = named.some(({ split }) => split === 'test');
  let images: RafdbImage[] = [];
  const lists: string[] = [];
  let unsure = false;
  for (const { folder, split: called } of named) {
    const split: Split = !hasTest && called === 'valid' ? 'test' : called;
    if (split !== called) notes.push(`test: no such folder, ${folder}/ is the official test split`);
    const place = [...within, folder];
    const numbers = (await folderContent(host, joinPath(root, ...place))).folders;
    const fromZero = numbers.includes('0') && !numbers.includes('7');
    unsure ||= fromZero;
    const found = await expressionFolders(host, root, place, fromZero ? zeroBased : rafdbTable, 'RAF-DB basic');
    notes.push(...found.notes);
    const csv = `${called}_labels.csv`;
    if (top.others.includes(csv)) {
      lists.push(csv);
      const file = joinPath(root, csv);
      const rows = relabelled(found.images, await labelsOf(host, file), place.join('/'), split, csv, notes);
      const present = new Set(found.images.map(({ id }) => id));
      const { missing: policy = 'refuse' } = options;
      const listed = { rows, nameOf: ({ id }: RafdbImage) => id, present, policy, notes };
      images = images.concat(presentRows({ ...listed, labelFile: file, folder: root }));
    } else images = images.concat(found.images.map(({ id, path, className }) => ({ id, path, split, className })));
  }
  if (images.length === 0) {
    throw new MpaferError('data', `Cannot open "${root}" as rafdb: its class folders hold no images`, {
      hint: 'Class folders are numbered 1-7 or named by expression',
    });
  }
  const where = [...within, named.map(({ folder }) => folder).join('|')].join('/');
  const layout = `class folders in ${where}/${lists.length > 0 ? `, labels of ${lists.join(' and ')}` : ''}`;
  return { layout, images, unsure };
}

/** The list's labels for the images found, followed by the listed images that were not found. */
function relabelled(
  found: readonly ExpressionImage[],
  labels: ReadonlyMap<string, Expression>,
  place: string,
  split: Split,
  csv: string,
  notes: string[],
): RafdbImage[] {
  const differing = found.filter(({ name, className }) => (labels.get(name) ?? className) !== className).length;
  const unlisted = found.filter(({ name }) => !labels.has(name)).length;
  if (differing > 0) {
    notes.push(
      `${split}: ${plural(differing, 'image is', 'images are')} in another class folder than ${csv} says; the list is used`,
    );
  }
  if (unlisted > 0)
    notes.push(`${split}: ${plural(unlisted, 'image is', 'images are')} not in ${csv}; the folder is used`);
  const names = new Set(found.map(({ name }) => name));
  const numbers = new Map([...rafdbTable].map(([number, name]) => [name, number]));
  return [
    ...found.map(({ id, path, name, className }) => ({ id, path, split, className: labels.get(name) ?? className })),
    ...[...labels]
      .filter(([name]) => !names.has(name))
      .map(([name, className]) => ({ id: `${place}/${numbers.get(className)}/${name}`, split, className })),
  ];
}

/** Columns image and label of `train_labels.csv`. */
async function labelsOf(host: DataHost, file: string): Promise<Map<string, Expression>> {
  const [header, ...rows] = await readCsv(host, file);
  const at = columnsOf(header, ['image', 'label'], file);
  const bad = badLines(file);
  const labels = new Map<string, Expression>();
  for (const { line, fields } of rows) {
    const image = fields[at.image]?.trim() ?? '';
    const label = fields[at.label]?.trim() ?? '';
    const expression = expressionOf(label, rafdbTable);
    if (image === '') bad.add(line, 'the image has no name', 'data');
    else if (expression === undefined) bad.add(line, `label is ${label}; expected ${numbersOf(rafdbTable)}`);
    else if (labels.has(image)) bad.add(line, `"${image}" is named a second time`, 'data');
    else labels.set(image, expression);
  }
  bad.check();
  return labels;
}
