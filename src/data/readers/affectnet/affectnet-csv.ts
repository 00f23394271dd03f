// AffectNet as originally released: `training.csv` and `validation.csv` with a face box for each photograph.

import { type CsvRow, columnsOf } from '../../../core/csv.ts';
import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import { badLines } from '../../bad-lines.ts';
import type { Split } from '../../dataset.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { affectnetTable } from '../../label-tables.ts';
import { readCsv } from '../../read-csv.ts';
import type { FaceBox } from '../layout/face-box.ts';
import { type FolderContent, folderContent } from '../layout/image-files.ts';
import { presentRows } from '../layout/missing-images.ts';
import { presentImages } from '../layout/present-images.ts';
import type { AffectnetImage, AffectnetLayout, AffectnetOptions } from './affectnet-layout.ts';

const columns = [
  'subDirectory_filePath',
  'face_x',
  'face_y',
  'face_width',
  'face_height',
  'facial_landmarks',
  'expression',
  'valence',
  'arousal',
] as const;
const used = ['subDirectory_filePath', 'face_x', 'face_y', 'face_width', 'face_height', 'expression'] as const;

const files: readonly { readonly split: Split; readonly names: readonly string[] }[] = [
  { split: 'train', names: ['training.csv', 'Manually_training.csv'] },
  { split: 'valid', names: ['validation.csv', 'Manually_validation.csv'] },
];
const listFolder = 'Manually_Annotated_file_lists';

/** Where known copies keep the photographs; the first that exists is used. */
const imageFolders = ['Manually_Annotated_Images', 'Manually_Annotated', 'Manually_Annotated_compressed'];

export const isAffectnetCsv = ({ folders, others }: FolderContent): boolean =>
  folders.includes(listFolder) || files[0]!.names.some((name) => others.includes(name));

export async function affectnetCsv(
  host: DataHost,
  root: string,
  options: Pick<AffectnetOptions, 'missing'>,
  notes: string[],
): Promise<AffectnetLayout> {
  const top = await folderContent(host, root);
  const lists = top.folders.includes(listFolder) ? listFolder : '';
  const there = lists === '' ? top : await folderContent(host, joinPath(root, lists));
  const folder = await imageFolder(host, root, top);
  const images: AffectnetImage[] = [];
  for (const { split, names } of files) {
    const name = names.find((candidate) => there.others.includes(candidate));
    if (name === undefined) {
      notes.push(`${split === 'valid' ? 'validation' : 'train'}: no ${names[0]}, the split is empty`);
      continue;
    }
    const file = lists === '' ? joinPath(root, name) : joinPath(root, lists, name);
    const rows = await readBoxes(host, file, folder, split, notes);
    const present = await presentImages(
      host,
      root,
      rows.map(({ id }) => id),
    );
    const { missing: policy = 'refuse' } = options;
    const found = { rows, nameOf: ({ id }: AffectnetImage) => id, present, policy, notes };
    for (const image of presentRows({ ...found, labelFile: file, folder: joinPath(root, folder) })) images.push(image);
  }
  return {
    layout: `original release: photographs in ${folder || '.'}/, faces cut out by the boxes of the CSV`,
    images,
  };
}

async function imageFolder(host: DataHost, root: string, top: FolderContent): Promise<string> {
  for (const name of imageFolders) {
    if (!top.folders.includes(name)) continue;
    const { folders } = await folderContent(host, joinPath(root, name));
    return folders.includes(imageFolders[0]!) ? `${name}/${imageFolders[0]}` : name;
  }
  if (top.folders.some((name) => /^\d+$/.test(name))) return '';
  throw new MpaferError(
    'data',
    `Cannot open "${root}" as affectnet: found ${top.folders.join(', ') || 'no folder'} beside the CSV; expected ${imageFolders[0]}/`,
  );
}

async function readBoxes(host: DataHost, file: string, folder: string, split: Split, notes: string[]) {
  const all = await readCsv(host, file);
  const headed = all[0]?.fields.some((field) => field.trim().toLowerCase() === 'expression') === true;
  // Some copies of validation.csv lack the header.
  const header: CsvRow | undefined = headed || all[0]?.fields.length !== 9 ? all[0] : { line: 1, fields: columns };
  const at = columnsOf(header, used, file);
  const bad = badLines(file);
  const images: AffectnetImage[] = [];
  const skipped = { expression: 0, box: 0 };
  for (const { line, fields } of headed ? all.slice(1) : all) {
    const field = (name: (typeof used)[number]) => fields[at[name]]?.trim() ?? '';
    const path = field('subDirectory_filePath').replaceAll('\\', '/');
    const expression = field('expression');
    const box = boxOf([field('face_x'), field('face_y'), field('face_width'), field('face_height')]);
    if (fields.length !== header!.fields.length) {
      bad.add(line, `${fields.length} fields; expected ${header!.fields.length}`, 'data');
    } else if (path === '') bad.add(line, 'the image has no name', 'data');
    else if (!/^\d+$/.test(expression) || Number(expression) > 10) {
      bad.add(line, `expression is "${expression}"; expected 0-7, or 8-10 for none, uncertain and no face`);
    } else if (Number(expression) > 7) skipped.expression++;
    else if (box === 'bad') bad.add(line, 'the face box is no four numbers', 'data');
    else if (box === 'none') skipped.box++;
    else {
      const className = affectnetTable.get(Number(expression))!;
      images.push({ id: folder === '' ? path : `${folder}/${path}`, split, className, box });
    }
  }
  bad.check();
  const called = split === 'valid' ? 'validation' : 'train';
  if (skipped.expression > 0) {
    notes.push(
      `${called}: skipped ${plural(skipped.expression, 'image')} without an expression (none, uncertain, no face)`,
    );
  }
  if (skipped.box > 0) notes.push(`${called}: skipped ${plural(skipped.box, 'image')} without a face box`);
  return images;
}

/** `none` if the release has NULL or a negative width. */
function boxOf(texts: readonly string[]): FaceBox | 'none' | 'bad' {
  if (texts.some((text) => /^(null|nan)?$/i.test(text))) return 'none';
  const [x, y, width, height] = texts.map(Number) as [number, number, number, number];
  if (![x, y, width, height].every(Number.isFinite)) return 'bad';
  if (width <= 0 || height <= 0) return 'none';
  return { left: x, top: y, right: x + width, bottom: y + height };
}
