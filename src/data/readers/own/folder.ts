// A user's own images in class folders: `train|valid|test/<class>/image`, or `<class>/image` with splits drawn here.
import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import type { Random } from '../../../core/random.ts';
import type { Dataset, Sample, Split } from '../../dataset.ts';
import { dealSplits } from '../../deal-splits.ts';
import { orderedClasses } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { splitNamed } from '../../split-names.ts';
import { type ClassFolders, classFolders, type FolderImage } from '../layout/class-folders.ts';
import { fileImage, folderContent, plainName } from '../layout/image-files.ts';
import { isRunOutput, runOutputNote } from '../layout/run-output.ts';
import { folderLayout, type OuterLevel } from './folder-layout.ts';

export interface FolderOptions {
  /** Draws the splits that the folders do not define, stratified by class. */
  readonly random: Random;
  /** Fraction for validation if there is no validation folder, of the training images or of all; default 0.1. */
  readonly valid?: number | undefined;
  /** Fraction for testing: of all images if the folders define no splits (default 0.2), otherwise of the training images (default 0). */
  readonly test?: number | undefined;
  /**
   * How a file name identifies the person: by its first N characters (a number), or by everything before a separator (a
   * string). Images of one person are never divided between splits drawn here.
   */
  readonly group?: number | string;
  /** What the outer level of nested folders stands for; by default the class, if that is unambiguous. */
  readonly outer?: OuterLevel | undefined;
}

interface Part extends Pick<ClassFolders, 'classes' | 'notes'> {
  readonly split: Split | undefined;
  readonly images: readonly FolderImage[];
}

/** @throws MpaferError `data` when there are no images, several folders fit, or a class has none to train on */
export async function folder(host: DataHost, path: string, options: FolderOptions): Promise<Dataset> {
  const { root, splitFolders } = await folderLayout(host, path, options.outer);
  const notes: string[] = [];
  const parts: Part[] = [];
  for (const name of splitFolders.length > 0 ? splitFolders : [undefined]) {
    const split = name === undefined ? undefined : splitNamed(name);
    for (const within of await parentsOf(host, root, name === undefined ? [] : [name], options.outer, notes)) {
      const content = await classFolders(host, root, within);
      const subject = options.outer === 'subject' ? plainName(within.at(-1)!) : undefined;
      const images = subject === undefined ? content.images : content.images.map((image) => ({ ...image, subject }));
      parts.push({ ...content, split, images });
    }
  }
  notes.push(...parts.flatMap((part) => part.notes));
  if (splitFolders.length > 0) await noteBeside(host, root, splitFolders, notes);
  const classes = orderedClasses(parts.flatMap((part) => part.classes.map((found) => found.className)));
  refuseEmpty(path, parts);
  if (classes.every((name) => /^\d+$/.test(name))) {
    notes.push(`classes are the numbers ${classes.join(', ')}: only the reader of a set knows what its numbers mean`);
  }
  const images = parts.flatMap(({ split, images: own }) => own.map((image) => ({ ...image, split })));
  const groups = groupsOf(images, path, options, notes);
  const grouped = images.map((image, index) => ({ ...image, group: groups[index] }));
  const { random, valid, test } = options;
  const rules = { random: random.split('folder split'), valid, test, by: 'folder' } as const;
  const { splits, dealt } = dealSplits(grouped, rules, notes);
  const samples = grouped.map(
    ({ id, path: file, className, group }, index): Sample => ({
      id,
      split: splits[index]!,
      label: classes.indexOf(className),
      ...(group === undefined ? {} : { group }),
      ...fileImage(host, root, file),
    }),
  );
  return { name: 'folder', classes, samples, dealt, notes, layout: layoutText(path, root, splitFolders) };
}

/** Where the class folders are: in the split folder, or in a folder per person inside it. */
async function parentsOf(
  host: DataHost,
  root: string,
  within: readonly string[],
  outer: OuterLevel | undefined,
  notes: string[],
): Promise<readonly (readonly string[])[]> {
  if (outer !== 'subject') return [within];
  const place = within.length === 0 ? root : joinPath(root, ...within);
  const parents: string[][] = [];
  for (const name of (await folderContent(host, place)).folders) {
    if (isRunOutput(await folderContent(host, joinPath(place, name))))
      notes.push(runOutputNote([...within, name].join('/')));
    else parents.push([...within, name]);
  }
  return parents;
}

/** Notes on what else is next to the split folders. */
async function noteBeside(host: DataHost, root: string, splitFolders: readonly string[], notes: string[]) {
  const { folders, images } = await folderContent(host, root);
  const beside = splitFolders.join(', ');
  const other: string[] = [];
  for (const name of folders.filter((each) => !splitFolders.includes(each))) {
    const inner = await folderContent(host, joinPath(root, name));
    if (isRunOutput(inner)) notes.push(runOutputNote(name));
    else if (splitNamed(name) !== undefined && inner.images.length > 0) {
      notes.push(`${name}: skipped ${plural(inner.images.length, 'image')} without class folders`);
    } else other.push(name);
  }
  if (other.length > 0) notes.push(`skipped the folders beside ${beside}: ${other.join(', ')}`);
  if (images.length > 0)
    notes.push(`skipped ${plural(images.length, 'image')} beside ${beside}, the first is "${images[0]}"`);
}

function layoutText(path: string, root: string, splitFolders: readonly string[]): string {
  const below = root.slice(path.length).replace(/^\//, '');
  const places = [splitFolders.join(', '), below].filter((place) => place !== '');
  return places.length === 0 ? 'class folders' : `class folders in ${places.join(' of ')}`;
}

/** Fewer people than this cannot be divided into three splits. */
const fewestSubjects = 3;

function groupsOf(
  images: readonly FolderImage[],
  path: string,
  { group, outer }: FolderOptions,
  notes: string[],
): readonly (string | undefined)[] {
  if (group !== undefined) {
    if (typeof group === 'string' && !images.some(({ name }) => name.includes(group))) {
      throw new MpaferError('usage', `Cannot group the images of "${path}" by "${group}": no file name contains it`, {
        hint: images[0] === undefined ? 'Remove the option' : `File names are like "${images[0].name}"`,
      });
    }
    return images.map((image) => groupOf(image, group));
  }
  const subjects = new Set(images.flatMap(({ subject }) => (subject === undefined ? [] : [subject])));
  if (subjects.size === 0) return images.map(() => undefined);
  const level = outer === 'subject' ? 'around' : 'in';
  if (subjects.size < fewestSubjects) {
    notes.push(
      `folders ${level} the class folders (${[...subjects].join(', ')}) are too few to be people: images are dealt one by one`,
    );
    return images.map(() => undefined);
  }
  notes.push(`${subjects.size} folders ${level} the class folders are taken for people, each kept in one split`);
  return images.map(({ subject }) => subject);
}

/** The person that a file name identifies, by `FolderOptions.group`. */
export function groupOf({ name }: Pick<FolderImage, 'name'>, rule: number | string | undefined): string | undefined {
  if (rule === undefined) return undefined;
  if (typeof rule === 'number') return name.slice(0, rule);
  const end = name.indexOf(rule);
  return end < 0 ? name : name.slice(0, end);
}

function refuseEmpty(path: string, parts: readonly Part[]) {
  if (parts.every(({ images }) => images.length === 0)) {
    const found = parts.flatMap(({ classes }) => classes.map((one) => one.folder)).slice(0, 4);
    const state = found.length === 0 ? 'no class folders' : `no images in ${found.join(', ')}`;
    throw new MpaferError('data', `Cannot open "${path}" as folder: found ${state}`, {
      hint: 'Put the images into one folder per class, or into train/, valid/ and test/ with such folders in each',
    });
  }
  const train = parts.filter(({ split }) => split === undefined || split === 'train');
  if (train.length === 0) return;
  const learnt = new Set(
    train.flatMap(({ classes }) => classes.flatMap((one) => (one.images > 0 ? [one.className] : []))),
  );
  // Check training folders first: an empty one is the cause, a test folder without a matching class only the consequence.
  for (const { classes } of [...train, ...parts]) {
    for (const one of classes) {
      if (learnt.has(one.className)) continue;
      const state = one.images === 0 ? 'has no images' : 'has images, but the training split has none of its class';
      throw new MpaferError('data', `Cannot open "${path}" as folder: class folder "${one.folder}" ${state}`, {
        hint: 'Add images to the class, or remove its folder',
      });
    }
  }
}
