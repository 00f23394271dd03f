// How a user's class folders are laid out: where they are, whether they are in split folders, and which level names the class.
import { MpaferError } from '../../../core/errors.ts';
import { resolveExpression } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { splitNamed } from '../../split-names.ts';
import { type Place, rootsBelow, severalRoots } from '../layout/dataset-root.ts';
import { hubSnapshot } from '../layout/hub-snapshot.ts';
import { type FolderContent, folderContent } from '../layout/image-files.ts';
import { looksLike } from '../layout/looks-like.ts';
import { holdsRunOutput, isRunOutput } from '../layout/run-output.ts';

/** What the outer of two folder levels stands for. */
export const outerLevels = ['class', 'subject'] as const;

export type OuterLevel = (typeof outerLevels)[number];

export interface FolderLayout {
  readonly root: string;
  /** Split folders that contain class folders; empty if there are none. */
  readonly splitFolders: readonly string[];
}

/** Layouts with folders that could be mistaken for classes. */
const notClassFolders = ['ferplus', 'rafdb', 'affectnet', 'sfew', 'yolo', 'coco'];

/**
 * @param outer the user's choice, if any
 * @throws MpaferError `data` for another layout, or when several folders fit
 */
export async function folderLayout(host: DataHost, path: string, outer: OuterLevel | undefined): Promise<FolderLayout> {
  const start = await hubSnapshot(host, path);
  const isRoot = (content: FolderContent, place: string) => fits(host, place, content, outer);
  const { found, seen } = await rootsBelow(host, start, { isRoot });
  // If this folder or a parent has another layout, its folders only look like classes.
  for (const place of found.length === 1 ? [seen[0]!, found[0]!] : [seen[0]!]) {
    const other = await looksLike(host, place.path, place.content);
    if (other !== undefined && notClassFolders.includes(other.kind)) {
      const what =
        other.kind === 'ferplus' ? 'its folders are splits of FERPlus, not classes' : `it is laid out as ${other.kind}`;
      throw new MpaferError('data', `Cannot open "${path}" as folder: ${what}`, {
        hint: `Try ${other.kind}:${other.path}`,
      });
    }
  }
  if (found.length > 1) {
    throw severalRoots(path, found, 'folder', await levelsHint(host, path, found));
  }
  if (found.length === 0) throw await nothingFound(host, path, seen);
  const { path: root, content } = found[0]!;
  return { root, splitFolders: await splitsWithClasses(host, root, content) };
}

/** Whether a folder contains class folders, directly or in split folders. */
async function fits(
  host: DataHost,
  path: string,
  content: FolderContent,
  outer: OuterLevel | undefined,
): Promise<boolean> {
  if ((await splitsWithClasses(host, path, content)).length > 0) return true;
  const folders = content.folders.filter((name) => splitNamed(name) === undefined);
  if (folders.some((name) => resolveExpression(name) !== undefined)) return true;
  for (const name of folders) {
    const inner = await folderContent(host, joinPath(path, name));
    if (isRunOutput(inner)) continue;
    if (inner.images.length > 0) return true;
    if (outer === 'class' && (await holdsImages(host, joinPath(path, name), inner))) return true;
    if (outer === 'subject' && inner.folders.some((deep) => resolveExpression(deep) !== undefined)) return true;
  }
  return false;
}

const holdsImages = async (host: DataHost, path: string, { folders }: FolderContent): Promise<boolean> => {
  for (const name of folders) {
    const inner = await folderContent(host, joinPath(path, name));
    if (!isRunOutput(inner) && inner.images.length > 0) return true;
  }
  return false;
};

/** `train/`, `valid/` and `test/` with folders in them, except runs with such a name. */
async function splitsWithClasses(host: DataHost, path: string, { folders }: FolderContent): Promise<string[]> {
  const found: string[] = [];
  for (const name of folders) {
    if (splitNamed(name) === undefined) continue;
    const place = joinPath(path, name);
    const inner = await folderContent(host, place);
    if (inner.folders.length > 0 && !(await holdsRunOutput(host, place, inner))) found.push(name);
  }
  return found;
}

/** Nested folders can mean two things: several data sets, or people. */
async function levelsHint(host: DataHost, path: string, found: readonly Place[]): Promise<string> {
  const { content } = found[0]!;
  const cut = (place: Place) => place.path.slice(path.length).replace(/^\//, '');
  if (found.some((place) => cut(place).includes('/'))) return '';
  if (content.folders.some((name) => resolveExpression(name) !== undefined))
    return '; if they are people, add outer=subject';
  return (await splitsWithClasses(host, found[0]!.path, content)).length > 0
    ? ''
    : '; if they are classes, add outer=class';
}

async function nothingFound(host: DataHost, path: string, seen: readonly Place[]): Promise<MpaferError> {
  const { content } = seen[0]!;
  const named = content.folders.filter((name) => splitNamed(name) !== undefined);
  const loose = seen.filter((place) => place !== seen[0] && place.content.images.length > 0).length;
  const state =
    named.length > 0 && loose > 0
      ? `no class folders in ${named.join(', ')}`
      : content.folders.length === 0
        ? 'no class folders'
        : `no images in ${content.folders.slice(0, 4).join(', ')}`;
  const others = await Promise.all(seen.map((place) => looksLike(host, place.path, place.content)));
  const other = others.find((one) => one !== undefined && one.kind !== 'folder' && one.kind !== 'ck48');
  return new MpaferError('data', `Cannot open "${path}" as folder: found ${state}`, {
    hint:
      other === undefined
        ? 'Put the images into one folder per class, or into train/, valid/ and test/ with such folders in each'
        : `It looks like ${other.kind}: try ${other.kind}:${other.path}`,
  });
}
