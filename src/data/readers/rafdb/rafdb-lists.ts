// RAF-DB with a label list in `EmoLabel/`: the official one, `train.txt` and `test.txt`, or three lists joined by number.

import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import { badLines } from '../../bad-lines.ts';
import type { Split } from '../../dataset.ts';
import type { Expression } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { numbersOf, rafdbTable } from '../../label-tables.ts';
import { readTextLines } from '../../text-lines.ts';
import { folderContent } from '../layout/image-files.ts';
import { presentRows } from '../layout/missing-images.ts';
import { numberedLists } from './numbered-lists.ts';
import { withBoxes } from './rafdb-boxes.ts';
import { type RafdbLayout, type RafdbOptions, rafdbImages } from './rafdb-layout.ts';

/** `train_00001.jpg`, or `train_00001_aligned.jpg`. */
interface Row {
  readonly name: string;
  readonly split: Split;
  readonly className: Expression;
}

const official = 'list_patition_label.txt';
const labels = 'EmoLabel';

export async function rafdbLists(
  host: DataHost,
  root: string,
  options: Pick<RafdbOptions, 'images' | 'missing'>,
  notes: string[],
): Promise<RafdbLayout> {
  const { others } = await folderContent(host, joinPath(root, labels));
  const file = (name: string) => joinPath(root, labels, name);
  let rows: readonly Row[];
  let layout: string;
  if (others.includes(official)) {
    layout = `official list ${labels}/${official}`;
    rows = await pairs(host, file(official));
  } else if (others.includes('train.txt') && others.includes('test.txt')) {
    layout = `lists ${labels}/train.txt and test.txt`;
    rows = [...(await pairs(host, file('train.txt'), 'train')), ...(await pairs(host, file('test.txt'), 'test'))];
  } else if (others.includes('images.txt')) {
    layout = `numbered lists ${labels}/images.txt, image_class_labels.txt and train_test_split.txt`;
    rows = await numberedLists(host, joinPath(root, labels), rafdbTable);
  } else {
    throw new MpaferError(
      'data',
      `Cannot open "${root}" as rafdb: found ${others.slice(0, 4).join(', ') || 'nothing'} in ${labels}/; expected ${official}, train.txt and test.txt, or images.txt`,
    );
  }
  const strange = rows.filter(({ name, split }) => !name.startsWith(`${split}_`)).length;
  if (strange > 0)
    notes.push(`${plural(strange, 'image is', 'images are')} named for another split than the list says`);

  const folder = await imageFolder(host, root, options.images);
  const there = new Set((await folderContent(host, joinPath(root, folder))).images);
  // Realigned copies and their lists may or may not have "_aligned" in the names.
  const onDisk = ({ name }: Row): string => {
    const [, stem, extension] = /^(.*?)(?:_aligned)?(\.\w+)$/.exec(name)!;
    const aligned = `${stem}_aligned${extension}`;
    return there.has(aligned) || (!there.has(`${stem}${extension}`) && folder.endsWith('aligned'))
      ? aligned
      : `${stem}${extension}`;
  };
  const kept = presentRows({
    rows,
    nameOf: onDisk,
    present: there,
    labelFile: joinPath(root, labels),
    folder: joinPath(root, folder),
    policy: options.missing ?? 'refuse',
    notes,
  });
  const images = kept.map((row) => ({ id: `${folder}/${onDisk(row)}`, split: row.split, className: row.className }));
  if (!folder.endsWith('original')) return { layout: `${layout}, images in ${folder}/`, images };
  const cut = await withBoxes(host, root, images, notes);
  return { layout: `${layout}, ${cut.boxed ? 'faces cut out of' : 'images in'} ${folder}/`, images: cut.images };
}

/** Lines `train_00001.jpg 5`; if no split is given, the name starts with it. */
async function pairs(host: DataHost, file: string, split?: Split): Promise<Row[]> {
  const bad = badLines(file);
  const rows: Row[] = [];
  const seen = new Set<string>();
  for (const { line, fields } of await readTextLines(host, file)) {
    const [name = '', label = ''] = fields;
    const named = /^(train|test)_\d+(_aligned)?\.\w+$/.exec(name)?.[1] as Split | undefined;
    const className = rafdbTable.get(/^\d+$/.test(label) ? Number(label) : Number.NaN);
    if (fields.length !== 2) bad.add(line, `${fields.length} fields; expected 2: image and label`, 'data');
    else if (named === undefined) {
      bad.add(line, `image is "${name}"; expected a name like train_00001.jpg or test_0001.jpg`, 'data');
    } else if (className === undefined) bad.add(line, `label is ${label}; expected ${numbersOf(rafdbTable)}`);
    else if (seen.has(name)) bad.add(line, `"${name}" is named a second time`, 'data');
    else rows.push({ name, split: split ?? named, className });
    seen.add(name);
  }
  bad.check();
  if (rows.length === 0) throw new MpaferError('data', `Cannot read "${file}": it names no image`);
  return rows;
}

async function imageFolder(host: DataHost, root: string, wanted: RafdbOptions['images']): Promise<string> {
  const inRoot = (await folderContent(host, root)).folders;
  const inImage = inRoot.includes('Image') ? (await folderContent(host, joinPath(root, 'Image'))).folders : [];
  for (const name of wanted === undefined ? rafdbImages : [wanted]) {
    if (inImage.includes(name)) return `Image/${name}`;
    if (inRoot.includes(name)) return name;
  }
  throw new MpaferError(
    'data',
    `Cannot open "${root}" as rafdb: found ${inImage.map((name) => `Image/${name}`).join(', ') || 'no folder in Image/'}; expected Image/${wanted ?? rafdbImages.join(', Image/')}`,
    { hint: 'Unpack the archive of aligned images into Image/aligned' },
  );
}
