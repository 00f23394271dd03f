// Lists the folders, images and other files in a folder, in an order that does not depend on the host.
import { byCodeUnit } from '../../by-code-unit.ts';
import type { Sample } from '../../dataset.ts';
import { type DataHost, joinPath } from '../../host.ts';

const imageName = /\.(png|jpe?g|jpe|jfif|webp|bmp|gif|tiff?|avif)$/i;
const clutter = /^(\.|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i;

export interface FolderContent {
  readonly folders: readonly string[];
  readonly images: readonly string[];
  /** Files without an image extension; hidden files and system clutter are not listed. */
  readonly others: readonly string[];
}

/** Names in a folder as spelled on disk, sorted by code unit. */
export async function folderContent(host: DataHost, path: string): Promise<FolderContent> {
  const entries = (await host.list(path)).filter(({ name }) => !clutter.test(name));
  const names = (wanted: (entry: { name: string; folder: boolean }) => boolean) =>
    entries
      .filter(wanted)
      .map(({ name }) => name)
      .sort(byCodeUnit);
  return {
    folders: names(({ folder }) => folder),
    images: names(({ folder, name }) => !folder && isImageName(name)),
    others: names(({ folder, name }) => !folder && !isImageName(name)),
  };
}

export const isImageName = (name: string): boolean => imageName.test(name);

/** The same name whether its accents are composed (most systems) or decomposed (macOS, some archives). */
export const plainName = (name: string): string => name.normalize('NFC');

/** How a sample reads its image, and checks it if the host can. */
export type ImageSource = Pick<Sample, 'read' | 'check' | 'photo'>;

/** One image file; errors name it. */
export function fileImage(host: DataHost, root: string, path: string): ImageSource {
  const full = joinPath(root, path);
  return {
    read: async (view) => host.open?.(full, view) ?? host.decode(await host.read(full), full, view),
    ...(host.probe && { check: () => host.probe!(full) }),
  };
}
