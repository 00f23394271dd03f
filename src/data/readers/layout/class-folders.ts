// The images of class folders, `PARENT/<class>/image`, with the classes under their canonical names.
import { plural } from '../../../core/plural.ts';
import { className } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { folderContent } from './image-files.ts';

export interface FolderImage {
  /** Path relative to the dataset's root. */
  readonly id: string;
  /** File name alone. */
  readonly name: string;
  /** Canonical class name. */
  readonly className: string;
}

export interface ClassFolders {
  readonly images: readonly FolderImage[];
  /** Folder name and canonical class of each class folder, images in it or none. */
  readonly classes: readonly { readonly folder: string; readonly className: string; readonly images: number }[];
  readonly notes: readonly string[];
}

/** @param within folders from the root down to the parent of the class folders, e.g. `['train']` */
export async function classFolders(host: DataHost, root: string, within: readonly string[]): Promise<ClassFolders> {
  const { folders } = await folderContent(host, joinPath(root, ...within));
  const images: FolderImage[] = [];
  const classes: { folder: string; className: string; images: number }[] = [];
  const notes: string[] = [];
  for (const folder of folders) {
    const place = [...within, folder].join('/');
    const content = await folderContent(host, joinPath(root, place));
    for (const name of content.images) images.push({ id: `${place}/${name}`, name, className: className(folder) });
    classes.push({ folder: place, className: className(folder), images: content.images.length });
    const ignored = content.others.length + content.folders.length;
    if (ignored > 0) {
      const first = content.others[0] ?? `${content.folders[0]}/`;
      notes.push(
        `${place}: left out ${plural(ignored, 'file or folder that is no image,', 'files or folders that are no images, the first is')} "${first}"`,
      );
    }
  }
  return { images, classes, notes };
}
