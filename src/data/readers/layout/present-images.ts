// Finds listed images on disk, whatever the Unicode composition of their names.
import { MpaferError } from '../../../core/errors.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { limit } from '../../limit.ts';
import { plainName } from './image-files.ts';

/**
 * Returns the path on disk, relative to `root`, of each existing image in `ids`. Each folder is listed once.
 *
 * @param ids paths relative to `root` (`''` for absolute ones)
 */
export async function presentImages(
  host: DataHost,
  root: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const byFolder = new Map<string, string[]>();
  for (const id of ids) {
    const folder = id.slice(0, id.lastIndexOf('/') + 1);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), id]);
  }
  const atOnce = limit(16);
  const present = new Map<string, string>();
  await Promise.all(
    [...byFolder].map(([folder, own]) =>
      atOnce(async () => {
        const found = await folderOnDisk(host, root, folder);
        if (found === undefined) return;
        const names = new Map(found.names.map((name) => [plainName(name), name]));
        for (const id of own) {
          const name = names.get(plainName(id.slice(folder.length)));
          if (name !== undefined) present.set(id, found.folder + name);
        }
      }),
    ),
  );
  return present;
}

interface OnDisk {
  /** Ends with `/`, or is empty. */
  readonly folder: string;
  readonly names: readonly string[];
}

/** The files of a folder; undefined if it does not exist. */
async function folderOnDisk(host: DataHost, root: string, folder: string): Promise<OnDisk | undefined> {
  const direct = await entries(host, root, folder);
  if (direct !== undefined) {
    return { folder, names: direct.flatMap(({ name, folder: isFolder }) => (isFolder ? [] : [name])) };
  }
  // Only names with accents can be spelled differently: look for them folder by folder.
  if (plainName(folder) === folder.normalize('NFD')) return undefined;
  let place = '';
  for (const part of folder.split('/').slice(0, -1)) {
    const found = (await entries(host, root, place))?.find(
      (entry) => entry.folder && plainName(entry.name) === plainName(part),
    );
    if (part !== '' && found === undefined) return undefined;
    place += `${found?.name ?? ''}/`;
  }
  const names = (await entries(host, root, place)) ?? [];
  return { folder: place, names: names.flatMap(({ name, folder: isFolder }) => (isFolder ? [] : [name])) };
}

async function entries(host: DataHost, root: string, folder: string) {
  try {
    return await host.list(listable(joinPath(root, folder)));
  } catch (error) {
    if (error instanceof MpaferError) return undefined;
    throw error;
  }
}

/** Strips the trailing slash, except from the file system's root. */
const listable = (path: string): string => (path === '' ? '.' : path.length > 1 ? path.replace(/\/$/, '') : path);
