// Reads the images of class folders, `PARENT/<class>/image` or `PARENT/<class>/<subject>/image`, under canonical class names.
import { plural } from '../../../core/plural.ts';
import { className, resolveExpression } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { splitNamed } from '../../split-names.ts';
import { type FolderContent, folderContent, plainName } from './image-files.ts';
import { isRunOutput, runOutputNote } from './run-output.ts';
import { sameFiles } from './same-files.ts';

export interface FolderImage {
  /** Path relative to the data set's root, in Unicode NFC. */
  readonly id: string;
  /** The same path as spelled on disk. */
  readonly path: string;
  /** The file name only. */
  readonly name: string;
  /** The class folder, relative to the root. */
  readonly folder: string;
  /** Canonical class name. */
  readonly className: string;
  /** The folder inside the class folder that contains the image, e.g. a person; undefined if there is none. */
  readonly subject: string | undefined;
}

export interface ClassFolders {
  readonly images: readonly FolderImage[];
  /** Path, canonical class and number of images of each class folder. */
  readonly classes: readonly { readonly folder: string; readonly className: string; readonly images: number }[];
  readonly notes: readonly string[];
}

/** How deep to read folders inside a class folder. */
const deepest = 3;

/** @param within folders from the root down to the parent of the class folders, e.g. `['train']` */
export async function classFolders(host: DataHost, root: string, within: readonly string[]): Promise<ClassFolders> {
  const parent = joinPath(root, ...within);
  const top = await folderContent(host, within.length === 0 ? root : parent);
  const images: FolderImage[] = [];
  const classes: { folder: string; className: string; images: number }[] = [];
  const notes: string[] = [];
  if (top.images.length > 0) {
    const where = within.length === 0 ? '' : `${within.join('/')}: `;
    notes.push(
      `${where}skipped ${plural(top.images.length, 'image')} outside the class folders, the first is "${top.images[0]}"`,
    );
  }
  for (const name of top.folders) {
    const place = [...within, name].join('/');
    const found = await imagesBelow(host, root, place);
    const isOutput = found.isOutput || (found.outputs.length > 0 && resolveExpression(name) === undefined);
    for (const output of isOutput ? [place] : found.outputs) notes.push(runOutputNote(output));
    if (isOutput) continue;
    // Next to class folders, a `test/` that has images but no class folders is an unlabelled test set, not a class.
    if (within.length === 0 && splitNamed(name) !== undefined) {
      notes.push(`${place}: skipped ${plural(found.paths.length, 'image')} without class folders`);
      continue;
    }
    const own = className(name);
    classes.push({ folder: place, className: own, images: found.paths.length });
    for (const path of found.paths) {
      const parts = path.slice(place.length + 1).split('/');
      images.push({
        id: plainName(path),
        path,
        name: parts.at(-1)!,
        folder: place,
        className: own,
        subject: parts.length > 1 ? plainName(parts[0]!) : undefined,
      });
    }
    if (found.others.length > 0) {
      notes.push(
        `${place}: skipped ${plural(found.others.length, 'file that is not an image,', 'files that are not images, the first is')} "${found.others[0]}"`,
      );
    }
  }
  notes.push(...(await mergedNotes(host, root, classes, images)));
  return { images, classes, notes };
}

interface Below {
  /** Paths of images, relative to the root. */
  readonly paths: readonly string[];
  readonly others: readonly string[];
  /** Subfolders that contain this program's output, relative to the root. */
  readonly outputs: readonly string[];
  /** Whether the folder itself contains such output. */
  readonly isOutput: boolean;
}

async function imagesBelow(host: DataHost, root: string, place: string, depth = 0): Promise<Below> {
  const content: FolderContent = await folderContent(host, joinPath(root, place));
  if (isRunOutput(content)) return { paths: [], others: [], outputs: [place], isOutput: depth === 0 };
  const paths = content.images.map((name) => `${place}/${name}`);
  const others = content.others.map((name) => (depth === 0 ? name : `${place}/${name}`));
  const outputs: string[] = [];
  for (const name of depth < deepest ? content.folders : []) {
    const inner = await imagesBelow(host, root, `${place}/${name}`, depth + 1);
    paths.push(...inner.paths);
    others.push(...inner.others);
    outputs.push(...inner.outputs);
  }
  return { paths, others, outputs, isOutput: false };
}

/** Folders that name the same class differently, and the files that they share. */
async function mergedNotes(
  host: DataHost,
  root: string,
  classes: ClassFolders['classes'],
  images: readonly FolderImage[],
): Promise<string[]> {
  const notes: string[] = [];
  for (const name of new Set(classes.map((one) => one.className))) {
    const folders = classes.filter((one) => one.className === name).map(({ folder }) => folder);
    if (folders.length < 2) continue;
    notes.push(`class ${name}: merged ${plural(folders.length, 'folder')} ${folders.join(', ')}`);
    const copies = await sameFiles(
      host,
      root,
      images.filter((image) => image.className === name),
    );
    if (copies.length > 0) {
      notes.push(
        `class ${name}: ${plural(copies.length, 'image is', 'images are')} in more than one of these folders, the first is "${copies[0]}"`,
      );
    }
  }
  return notes;
}
