// A user's own images in class folders: `train|valid|test/<class>/image`, or `<class>/image` with a split made here.
import { MpaferError } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import { type Dataset, type Sample, type Split, splits } from '../dataset.ts';
import { orderedClasses } from '../expressions.ts';
import type { DataHost } from '../host.ts';
import { stratifiedSplit } from '../stratified-split.ts';
import { type ClassFolders, classFolders, type FolderImage } from './class-folders.ts';
import { looksLike } from './dataset-root.ts';
import { fileImage, folderContent } from './image-files.ts';

export interface FolderOptions {
  /** Deals the images where the folders do not say the split; stratified by class. */
  readonly random: Random;
  /** Share that becomes validation when there is no validation folder, of the training images or of all; default 0.1. */
  readonly valid?: number;
  /** Share of all images that becomes test when the folders name no split; default 0.2, so 70 % are for training. */
  readonly test?: number;
  /**
   * Who is shown, from the file name: its first so many characters, or all before the first such text. Images of one
   * group never get into two of the splits dealt here.
   */
  readonly group?: number | string;
}

const splitOfFolder: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  valid: 'valid',
  val: 'valid',
  validation: 'valid',
  test: 'test',
  testing: 'test',
};

/** @throws MpaferError `data` when there are no images, or a class has none to train on */
export async function folder(host: DataHost, path: string, options: FolderOptions): Promise<Dataset> {
  const { folders } = await folderContent(host, path);
  if (looksLike({ folders }) === 'ferplus') {
    throw new MpaferError('data', `Cannot open "${path}" as folder: its folders are splits of FERPlus, not classes`, {
      hint: `Try ferplus:${path}`,
    });
  }
  const named = folders.filter((name) => splitOfFolder[name.toLowerCase()] !== undefined);
  const parts = await Promise.all(
    (named.length > 0 ? named : [undefined]).map(async (name) => ({
      split: name === undefined ? undefined : splitOfFolder[name.toLowerCase()]!,
      content: await classFolders(host, path, name === undefined ? [] : [name]),
    })),
  );
  const notes = parts.flatMap(({ content }) => content.notes);
  if (named.length > 0 && named.length < folders.length) {
    const strange = folders.filter((name) => !named.includes(name));
    notes.push(`left out the folders beside ${named.join(', ')}: ${strange.join(', ')}`);
  }
  const classes = orderedClasses(parts.flatMap(({ content }) => content.classes.map((found) => found.className)));
  refuseEmpty(path, parts);
  const images = parts.flatMap(({ split, content }) => content.images.map((image) => ({ ...image, split })));
  const dealt = deal(images, classes, options, named.length > 0, notes);
  const samples = images.map((image, index): Sample => {
    const group = groupOf(image, options.group);
    return {
      id: image.id,
      split: dealt[index]!,
      label: classes.indexOf(image.className),
      ...(group === undefined ? {} : { group }),
      read: fileImage(host, path, image.id),
    };
  });
  return { name: 'folder', classes, samples, notes };
}

/** Who is shown by a file's name, under the rule of `FolderOptions.group`. */
export function groupOf({ name }: Pick<FolderImage, 'name'>, rule: number | string | undefined): string | undefined {
  if (rule === undefined) return undefined;
  if (typeof rule === 'number') return name.slice(0, rule);
  const end = name.indexOf(rule);
  return end < 0 ? name : name.slice(0, end);
}

type Found = FolderImage & { readonly split: Split | undefined };

/** The split of each image: its folder's, or one dealt here. */
function deal(
  images: readonly Found[],
  classes: readonly string[],
  options: FolderOptions,
  named: boolean,
  notes: string[],
) {
  const { valid = 0.1, test = 0.2, group, random } = options;
  const result = images.map(({ split }): Split => split ?? 'train');
  const free = images.flatMap(({ split }, index) => (split === undefined || split === 'train' ? [index] : []));
  const carve = named && !images.some(({ split }) => split === 'valid') && valid > 0;
  if (named && !carve) return result;
  const shares = named ? [1 - valid, valid, 0] : [1 - valid - test, valid, test];
  const parts = stratifiedSplit({
    labels: free.map((index) => classes.indexOf(images[index]!.className)),
    groups: free.map((index) => groupOf(images[index]!, group)),
    fractions: shares,
    random: random.split('folder split'),
  });
  free.forEach((index, position) => {
    result[index] = splits[parts[position]!]!;
  });
  const count = (split: Split) => free.filter((index) => result[index] === split).length;
  const by = group === undefined ? 'stratified by class' : 'stratified by class, no group in two splits';
  notes.push(
    named
      ? `valid: no such folder, took ${count('valid')} of ${free.length} training images, ${by}`
      : `no split folders: dealt ${count('train')} train, ${count('valid')} valid, ${count('test')} test, ${by}`,
  );
  return result;
}

function refuseEmpty(path: string, parts: readonly { split: Split | undefined; content: ClassFolders }[]) {
  if (parts.every(({ content }) => content.images.length === 0)) {
    const found = parts.flatMap(({ content }) => content.classes.map((one) => one.folder)).slice(0, 4);
    const state = found.length === 0 ? 'no class folders' : `no images in ${found.join(', ')}`;
    throw new MpaferError('data', `Cannot open "${path}" as folder: found ${state}`, {
      hint: 'Put the images into one folder per class, or into train/, valid/ and test/ with such folders in each',
    });
  }
  const train = parts.filter(({ split }) => split === undefined || split === 'train');
  if (train.length === 0) return;
  const learnt = new Map<string, string>();
  for (const { content } of train)
    for (const one of content.classes) if (one.images > 0) learnt.set(one.className, one.folder);
  // Training folders first: an empty one is the cause, a test folder without its class a consequence.
  for (const { content } of [...train, ...parts]) {
    for (const one of content.classes) {
      if (learnt.has(one.className)) continue;
      const state = one.images === 0 ? 'has no images' : 'has images, and none of its class are for training';
      throw new MpaferError('data', `Cannot open "${path}" as folder: class folder "${one.folder}" ${state}`, {
        hint: 'Add images to the class, or take its folder away',
      });
    }
  }
}
