// Finds the folder of a dataset: the path itself or a folder one or two below, and says what the path looks like otherwise.
import { MpaferError } from '../../../core/errors.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { type FolderContent, folderContent } from './image-files.ts';
import { looksLike } from './looks-like.ts';

/** An archive unpacks to one folder or a few; a path with more is no parent of a dataset. */
const mostChildren = 20;
const deepest = 2;

interface Place {
  readonly path: string;
  readonly content: FolderContent;
}

export interface RootWanted {
  readonly kind: string;
  /** What must lie there, for the error, e.g. `FER2013Train/label.csv`. */
  readonly needed: string;
  isRoot(content: FolderContent): boolean;
}

/** Throws `data` when neither the path nor a folder below it is a root of the kind. */
export async function datasetRoot(host: DataHost, path: string, wanted: RootWanted): Promise<string> {
  const content = await folderContent(host, path);
  if (wanted.isRoot(content)) return path;
  const seen: Place[] = [{ path, content }];
  let level = [...seen];
  for (let depth = 0; depth < deepest; depth++) {
    const below: Place[] = [];
    for (const parent of level) {
      for (const folder of parent.content.folders.slice(0, mostChildren)) {
        const child = joinPath(parent.path, folder);
        const found = await folderContent(host, child);
        if (wanted.isRoot(found)) return child;
        below.push({ path: child, content: found });
      }
    }
    seen.push(...below);
    level = below;
  }
  throw await rootError(host, seen, wanted);
}

/** @param seen the path itself, then what lies below it */
async function rootError(host: DataHost, seen: readonly Place[], wanted: RootWanted) {
  const { kind, needed } = wanted;
  const { path, content } = seen[0]!;
  const found = content.folders.length + content.images.length + content.others.length;
  const names = [...content.folders.map((name) => `${name}/`), ...content.others, ...content.images].slice(0, 4);
  const state = found === 0 ? 'the folder is empty' : `found ${names.join(', ')}${found > names.length ? ' ...' : ''}`;
  const above = await rootAbove(host, path, wanted);
  const hint = above !== undefined ? `It lies inside of the dataset: try ${kind}:${above}` : otherKind(seen, kind);
  const message = `Cannot open "${path}" as ${kind}: ${state}, needed ${needed}`;
  return new MpaferError('data', message, hint === undefined ? {} : { hint });
}

function otherKind(seen: readonly Place[], kind: string): string | undefined {
  for (const { path, content } of seen) {
    const other = looksLike(content);
    if (other !== undefined && other !== kind)
      return `It looks like ${/^[aeiou]/.test(other) ? 'an' : 'a'} ${other} dataset: try ${other}:${path}`;
  }
  return undefined;
}

/** The root, when the path names a folder in it. */
async function rootAbove(host: DataHost, path: string, { isRoot }: RootWanted): Promise<string | undefined> {
  let above = path.replace(/[\\/]+$/, '');
  for (let step = 0; step < deepest; step++) {
    const cut = Math.max(above.lastIndexOf('/'), above.lastIndexOf('\\'));
    if (cut <= 0 || /(^|[\\/])\.{1,2}$/.test(above)) return undefined;
    above = above.slice(0, cut);
    try {
      if (isRoot(await folderContent(host, above))) return above;
    } catch (error) {
      if (error instanceof MpaferError) return undefined;
      throw error;
    }
  }
  return undefined;
}
