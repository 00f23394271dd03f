// Finds the root folder of a data set, the path itself or a folder below it, or describes what is there instead.
import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { hubSnapshot } from './hub-snapshot.ts';
import { type FolderContent, folderContent } from './image-files.ts';
import { looksLike } from './looks-like.ts';
import { isRunOutput } from './run-output.ts';

/** An archive unpacks to a few folders at most; a path with more is not the parent of a data set. */
const mostChildren = 20;
const deepest = 3;
/** Most folders to list in one search. */
const mostPlaces = 300;

export interface Place {
  readonly path: string;
  readonly content: FolderContent;
}

export interface RootWanted {
  readonly kind: string;
  /** What the error says is expected, e.g. `FER2013Train/label.csv`. */
  readonly needed: string;
  isRoot(content: FolderContent, path: string): boolean | Promise<boolean>;
  /** Several sibling folders of one data set may qualify: use the first. */
  readonly several?: boolean;
}

/** @throws MpaferError `data` when neither the path nor a folder below it is a root of this kind, or several are */
export async function datasetRoot(host: DataHost, path: string, wanted: RootWanted): Promise<string> {
  const { found, seen } = await rootsBelow(host, await hubSnapshot(host, path), wanted);
  if (found.length === 0) throw await rootError(host, path, seen, wanted);
  if (found.length > 1 && wanted.several !== true) throw severalRoots(path, found, wanted.kind);
  return found[0]!.path;
}

/** All matching folders at the shallowest depth that has any, and everything listed on the way. */
export async function rootsBelow(
  host: DataHost,
  path: string,
  { isRoot }: Pick<RootWanted, 'isRoot'>,
): Promise<{ readonly found: readonly Place[]; readonly seen: readonly Place[] }> {
  const seen: Place[] = [{ path, content: await folderContent(host, path) }];
  let level = [...seen];
  for (let depth = 0; ; depth++) {
    const found: Place[] = [];
    for (const place of level) if (await isRoot(place.content, place.path)) found.push(place);
    if (found.length > 0 || depth === deepest) return { found, seen };
    const below: Place[] = [];
    for (const parent of level) {
      for (const name of parent.content.folders.slice(0, mostChildren)) {
        if (seen.length + below.length >= mostPlaces) break;
        const child = joinPath(parent.path, name);
        const content = await folderContent(host, child);
        if (!isRunOutput(content)) below.push({ path: child, content });
      }
    }
    seen.push(...below);
    level = below;
  }
}

/** The user has to choose between several folders. */
export function severalRoots(path: string, found: readonly Place[], kind: string, hint = ''): MpaferError {
  const names = found.map((place) => place.path.slice(path.replace(/\/$/, '').length).replace(/^\//, ''));
  const specs = found.slice(0, 4).map((place) => `${kind}:${place.path}`);
  return new MpaferError(
    'data',
    `Cannot open "${path}" as ${kind}: ${plural(found.length, 'folder')} in it fit, ${names.join(', ')}; expected one`,
    { hint: `Open one of them: ${specs.join(' or ')}${hint}` },
  );
}

/** @param seen the path itself, then the folders below it */
async function rootError(host: DataHost, path: string, seen: readonly Place[], wanted: RootWanted) {
  const { kind, needed } = wanted;
  const { content } = seen[0]!;
  const found = content.folders.length + content.images.length + content.others.length;
  const names = [...content.folders.map((name) => `${name}/`), ...content.others, ...content.images].slice(0, 4);
  const state = found === 0 ? 'the folder is empty' : `found ${names.join(', ')}${found > names.length ? ' ...' : ''}`;
  const above = await rootAbove(host, path, wanted);
  const hint =
    above !== undefined ? `The path is inside the data set: try ${kind}:${above}` : await otherKind(host, seen, kind);
  const message = `Cannot open "${path}" as ${kind}: ${state}; expected ${needed}`;
  return new MpaferError('data', message, hint === undefined ? {} : { hint });
}

/** The first folder that another reader would accept. */
export async function otherKind(host: DataHost, seen: readonly Place[], kind: string): Promise<string | undefined> {
  for (const { path, content } of seen) {
    const other = await looksLike(host, path, content);
    if (other !== undefined && other.kind !== kind) {
      const article = /^[aeiou]/.test(other.kind) ? 'an' : 'a';
      return `It looks like ${article} ${other.kind} data set: try ${other.kind}:${other.path}`;
    }
  }
  return undefined;
}

/** The root, if the path is a folder inside it. */
async function rootAbove(host: DataHost, path: string, { isRoot }: RootWanted): Promise<string | undefined> {
  let above = path.replace(/[\\/]+$/, '');
  for (let step = 0; step < 2; step++) {
    const cut = Math.max(above.lastIndexOf('/'), above.lastIndexOf('\\'));
    if (cut <= 0 || /(^|[\\/])\.{1,2}$/.test(above)) return undefined;
    above = above.slice(0, cut);
    try {
      if (await isRoot(await folderContent(host, above), above)) return above;
    } catch (error) {
      if (error instanceof MpaferError) return undefined;
      throw error;
    }
  }
  return undefined;
}
