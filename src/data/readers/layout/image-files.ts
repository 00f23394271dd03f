// The files of a folder that can be images, in an order that does not depend on the host.

import { byCodeUnit } from '../../by-code-unit.ts';
import type { Sample } from '../../dataset.ts';
import { type DataHost, joinPath } from '../../host.ts';

const imageName = /\.(png|jpe?g|webp|bmp|gif|tiff?|avif)$/i;
const clutter = /^(\.|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i;

export interface FolderContent {
  readonly folders: readonly string[];
  readonly images: readonly string[];
  /** Files that are no images by their name; hidden files and systems' clutter are not counted. */
  readonly others: readonly string[];
}

/** Names in a folder, sorted by code unit. */
export async function folderContent(host: DataHost, path: string): Promise<FolderContent> {
  const entries = (await host.list(path)).filter(({ name }) => !clutter.test(name));
  const names = (wanted: (entry: { name: string; folder: boolean }) => boolean) =>
    entries
      .filter(wanted)
      .map(({ name }) => name)
      .sort(byCodeUnit);
  return {
    folders: names(({ folder }) => folder),
    images: names(({ folder, name }) => !folder && imageName.test(name)),
    others: names(({ folder, name }) => !folder && !imageName.test(name)),
  };
}

/** The `read` of a sample that is one image file; errors name the file. */
export function fileImage(host: DataHost, root: string, id: string): Sample['read'] {
  return async () => {
    const path = joinPath(root, id);
    return host.decode(await host.read(path), path);
  };
}
