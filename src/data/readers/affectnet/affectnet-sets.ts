// AffectNet's release of cropped faces: `train_set/images/0.jpg` with `annotations/0_exp.npy`, or with a label list per set.

import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import { badLines } from '../../bad-lines.ts';
import { byCodeUnit } from '../../by-code-unit.ts';
import { type Expression, resolveExpression } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { affectnetTable } from '../../label-tables.ts';
import { limit } from '../../limit.ts';
import { splitNamed } from '../../split-names.ts';
import { readTextLines } from '../../text-lines.ts';
import { type FolderContent, folderContent } from '../layout/image-files.ts';
import { presentRows } from '../layout/missing-images.ts';
import type { AffectnetImage, AffectnetLayout, AffectnetOptions } from './affectnet-layout.ts';
import { npyScalar } from './npy-scalar.ts';

const setNames = /^(train|val|valid|test)_set$/;

export const isAffectnetSets = ({ folders }: FolderContent): boolean => folders.some((name) => setNames.test(name));

interface Labelled {
  /** The image's file name. */
  readonly name: string;
  readonly label: number;
}

export async function affectnetSets(
  host: DataHost,
  root: string,
  options: Pick<AffectnetOptions, 'classes' | 'missing'>,
  notes: string[],
): Promise<AffectnetLayout> {
  const { folders } = await folderContent(host, root);
  const images: AffectnetImage[] = [];
  const kinds = new Set<string>();
  for (const folder of folders.filter((name) => setNames.test(name))) {
    const split = splitNamed(folder)!;
    const place = joinPath(root, folder);
    const content = await folderContent(host, place);
    const list = labelList(content.others, options.classes);
    if (list === undefined && !content.folders.includes('annotations')) {
      throw new MpaferError(
        'data',
        `Cannot open "${place}" as affectnet: found ${[...content.folders, ...content.others].slice(0, 4).join(', ') || 'nothing'}; expected annotations/ or a list like train_annotations_7class.txt`,
      );
    }
    kinds.add(list ?? 'annotations/*_exp.npy');
    const { images: present } = content.folders.includes('images')
      ? await folderContent(host, joinPath(place, 'images'))
      : { images: [] };
    const labelled =
      list === undefined
        ? await arrayLabels(host, joinPath(place, 'annotations'), present)
        : await listedLabels(host, joinPath(place, list));
    const named = new Set(labelled.map(({ name }) => name));
    const unnamed = present.filter((name) => !named.has(name));
    if (unnamed.length > 0) {
      notes.push(
        `${folder}: skipped ${plural(unnamed.length, 'image that has', 'images that have')} no label, the first is "${unnamed[0]}"`,
      );
    }
    if (list !== undefined) refuseOtherOrder(labelled, joinPath(place, list));
    const rows = labelled.filter(({ label }) => affectnetTable.has(label));
    if (rows.length < labelled.length) {
      notes.push(`${folder}: skipped ${plural(labelled.length - rows.length, 'image')} without an expression`);
    }
    const kept = presentRows({
      rows,
      nameOf: ({ name }) => name,
      present: new Set(present),
      labelFile: joinPath(place, list ?? 'annotations'),
      folder: joinPath(place, 'images'),
      policy: options.missing ?? 'refuse',
      notes,
    });
    for (const { name, label } of kept) {
      images.push({ id: `${folder}/images/${name}`, split, className: affectnetTable.get(label)! });
    }
  }
  return { layout: `cropped faces, labels of ${[...kinds].join(' and ')}`, images };
}

/** `train_annotations_7class.txt`, `train_annotations.txt` ...: the one for the requested number of classes first. */
function labelList(others: readonly string[], classes: 7 | 8 | undefined): string | undefined {
  const lists = others.filter((name) => /annotations?.*\.txt$/i.test(name));
  const wanted = `${classes ?? 8}class`;
  return lists.find((name) => name.includes(wanted)) ?? lists[0];
}

/** Lines `0.jpg 4`. */
async function listedLabels(host: DataHost, file: string): Promise<Labelled[]> {
  const bad = badLines(file);
  const labelled: Labelled[] = [];
  const seen = new Set<string>();
  for (const { line, fields } of await readTextLines(host, file)) {
    const [name = '', label = ''] = fields;
    if (fields.length !== 2) bad.add(line, `${fields.length} fields; expected 2: image and label`, 'data');
    else if (!/^\d+$/.test(label) || Number(label) > 10) bad.add(line, `label is ${label}; expected 0-7`);
    else if (seen.has(name)) bad.add(line, `"${name}" is named a second time`, 'data');
    else labelled.push({ name, label: Number(label) });
    seen.add(name);
  }
  bad.check();
  return labelled;
}

const stemOf = (name: string): string => name.replace(/\.[^.]*$/, '');

/** `<id>_exp.npy` for each image: a whole number, possibly as text. */
async function arrayLabels(host: DataHost, folder: string, images: readonly string[]): Promise<Labelled[]> {
  const imageOf = new Map(images.map((name) => [stemOf(name), name]));
  const names = (await folderContent(host, folder)).others.filter((name) => name.endsWith('_exp.npy'));
  names.sort(byNumber);
  const atOnce = limit(32);
  const failures: string[] = [];
  const labelled = await Promise.all(
    names.map((name) =>
      atOnce(async () => {
        const file = joinPath(folder, name);
        const value = npyScalar(await host.read(file), file);
        const label = typeof value === 'number' || value.trim() !== '' ? Number(value) : Number.NaN;
        const known = Number.isInteger(label) && label >= 0 && label <= 10;
        if (!known) failures.push(`"${name}" holds ${JSON.stringify(value)}`);
        const id = name.replace(/_exp\.npy$/, '');
        return { name: imageOf.get(id) ?? `${id}.jpg`, label };
      }),
    ),
  );
  if (failures.length > 0) {
    const others = failures.length === 1 ? '' : ` (and ${failures.length - 1} more bad files)`;
    failures.sort(byCodeUnit);
    throw new MpaferError('label', `Cannot read the labels of "${folder}": ${failures[0]}; expected 0-7${others}`);
  }
  return labelled;
}

const byNumber = (a: string, b: string): number => Number.parseInt(a, 10) - Number.parseInt(b, 10) || byCodeUnit(a, b);

/** If file names begin with the expression, checks that the numbers are AffectNet's. */
function refuseOtherOrder(labelled: readonly Labelled[], file: string): void {
  let named = 0;
  let differing: { name: string; said: Expression; label: number } | undefined;
  let count = 0;
  for (const { name, label } of labelled) {
    const said = resolveExpression(/^[a-z]+/i.exec(name)?.[0] ?? '');
    if (said === undefined) continue;
    named++;
    if (affectnetTable.get(label) === said) continue;
    count++;
    differing ??= { name, said, label };
  }
  if (differing === undefined || count * 2 < named) return;
  throw new MpaferError(
    'label',
    `Cannot read "${file}": its numbers are not those of AffectNet: "${differing.name}" has ${differing.label}, which is ${affectnetTable.get(differing.label) ?? 'no expression'}`,
    { hint: 'Sort the images into folders named by expression and use folder:' },
  );
}
