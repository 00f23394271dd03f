// A user's own images in class folders: `train|valid|test/<class>/image`, or `<class>/image` with a split made here.
import { MpaferError } from '../../../core/errors.ts';
import type { Random } from '../../../core/random.ts';
import type { Dataset, Sample, Split } from '../../dataset.ts';
import { dealSplits } from '../../deal-splits.ts';
import { orderedClasses } from '../../expressions.ts';
import type { DataHost } from '../../host.ts';
import { splitNamed } from '../../split-names.ts';
import { type ClassFolders, classFolders, type FolderImage } from '../layout/class-folders.ts';
import { fileImage, folderContent } from '../layout/image-files.ts';
import { looksLike } from '../layout/looks-like.ts';

export interface FolderOptions {
  /** Deals the images where the folders do not say the split; stratified by class. */
  readonly random: Random;
  /** Share that becomes validation when there is no validation folder, of the training images or of all; default 0.1. */
  readonly valid?: number | undefined;
  /** Share of all images that becomes test when the folders name no split; default 0.2, so 70 % are for training. */
  readonly test?: number | undefined;
  /**
   * Who is shown, from the file name: its first so many characters, or all before the first such text. Images of one
   * group never get into two of the splits dealt here.
   */
  readonly group?: number | string;
}

/** Layouts whose folders would pass for classes and are none. */
const notClassFolders = ['ferplus', 'rafdb', 'affectnet', 'sfew'];

/** @throws MpaferError `data` when there are no images, or a class has none to train on */
export async function folder(host: DataHost, path: string, options: FolderOptions): Promise<Dataset> {
  const found = await folderContent(host, path);
  const { folders } = found;
  const other = looksLike(found);
  if (other !== undefined && notClassFolders.includes(other)) {
    const what = other === 'ferplus' ? 'its folders are splits of FERPlus, not classes' : `it is laid out as ${other}`;
    throw new MpaferError('data', `Cannot open "${path}" as folder: ${what}`, { hint: `Try ${other}:${path}` });
  }
  const named = folders.filter((name) => splitNamed(name) !== undefined);
  const parts = await Promise.all(
    (named.length > 0 ? named : [undefined]).map(async (name) => ({
      split: name === undefined ? undefined : splitNamed(name)!,
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
  if (classes.every((name) => /^\d+$/.test(name))) {
    notes.push(`classes are the numbers ${classes.join(', ')}: only the reader of a set knows what its numbers mean`);
  }
  const images = parts.flatMap(({ split, content }) => content.images.map((image) => ({ ...image, split })));
  const { random, valid, test } = options;
  const grouped = images.map((image) => ({ ...image, group: groupOf(image, options.group) }));
  const rules = { random: random.split('folder split'), valid, test, by: 'folder' } as const;
  const { splits, dealt } = dealSplits(grouped, rules, notes);
  const samples = grouped.map(
    ({ id, className, group }, index): Sample => ({
      id,
      split: splits[index]!,
      label: classes.indexOf(className),
      ...(group === undefined ? {} : { group }),
      read: fileImage(host, path, id),
    }),
  );
  const layout = named.length > 0 ? `class folders in ${named.join(', ')}` : 'class folders';
  return { name: 'folder', classes, samples, dealt, notes, layout };
}

/** Who is shown by a file's name, under the rule of `FolderOptions.group`. */
export function groupOf({ name }: Pick<FolderImage, 'name'>, rule: number | string | undefined): string | undefined {
  if (rule === undefined) return undefined;
  if (typeof rule === 'number') return name.slice(0, rule);
  const end = name.indexOf(rule);
  return end < 0 ? name : name.slice(0, end);
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
