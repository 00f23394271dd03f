// FER2013 unpacked into `train|test/<expression>/` folders.
import type { DataHost } from '../../host.ts';
import { fer2013Table } from '../../label-tables.ts';
import { splitNamed } from '../../split-names.ts';
import { expressionFolders } from '../layout/expression-folders.ts';
import { folderContent } from '../layout/image-files.ts';
import type { LabelledImage } from '../layout/labelled-image.ts';

/** The challenge's public and private test images combined. */
const bothTests = 7178;

export const isFer2013ClassFolders = (folders: readonly string[]): boolean =>
  folders.some((name) => splitNamed(name) === 'train') && folders.some((name) => splitNamed(name) === 'test');

export async function fer2013ClassFolders(host: DataHost, root: string, notes: string[]): Promise<LabelledImage[]> {
  const { folders } = await folderContent(host, root);
  const images: LabelledImage[] = [];
  for (const folder of folders) {
    const split = splitNamed(folder);
    if (split === undefined) continue;
    const found = await expressionFolders(host, root, [folder], fer2013Table, 'FER2013');
    notes.push(...found.notes);
    for (const { id, path, className } of found.images) images.push({ id, path, split, className });
    if (split === 'test' && found.images.length === bothTests) {
      notes.push(
        'test: the 3,589 public and 3,589 private test images are in one folder; published results are on the private ones alone',
      );
    }
  }
  return images;
}
