// Finds the folder of a dataset: the path itself or a folder right in it, and says what the path looks like otherwise.
import { MpaferError } from '../../core/errors.ts';
import { resolveExpression } from '../expressions.ts';
import { type DataHost, joinPath } from '../host.ts';
import { type FolderContent, folderContent } from './image-files.ts';

/** An archive unpacks to one folder or a few; a path with more is no parent of a dataset. */
const mostChildren = 20;

export interface RootWanted {
  readonly kind: string;
  /** What must lie there, for the error, e.g. `FER2013Train/label.csv`. */
  readonly needed: string;
  isRoot(content: FolderContent): boolean;
}

/** Throws `data` when neither the path nor a folder in it is a root of the kind. */
export async function datasetRoot(host: DataHost, path: string, { kind, needed, isRoot }: RootWanted): Promise<string> {
  const content = await folderContent(host, path);
  if (isRoot(content)) return path;
  for (const folder of content.folders.slice(0, mostChildren)) {
    const child = joinPath(path, folder);
    if (isRoot(await folderContent(host, child))) return child;
  }
  const found = content.folders.length + content.images.length + content.others.length;
  const names = [...content.folders.map((name) => `${name}/`), ...content.others, ...content.images].slice(0, 4);
  const state = found === 0 ? 'the folder is empty' : `found ${names.join(', ')}${found > names.length ? ' ...' : ''}`;
  const other = looksLike(content);
  throw new MpaferError(
    'data',
    `Cannot open "${path}" as ${kind}: ${state}, needed ${needed}`,
    other === undefined || other === kind ? {} : { hint: `It looks like a ${other} dataset: try ${other}:${path}` },
  );
}

/** The kind of dataset that a folder's names speak for, or undefined. */
export function looksLike({ folders }: Pick<FolderContent, 'folders'>): string | undefined {
  if (folders.some((name) => /^FER2013(Train|Valid|Test)$/.test(name))) return 'ferplus';
  const classes = new Set(folders.map(resolveExpression).filter((name) => name !== undefined));
  if (classes.size === 7 && folders.length === 7 && !classes.has('neutral')) return 'ck48';
  if (classes.size >= 2 || folders.some((name) => /^(train|valid|val|validation|test)$/i.test(name))) return 'folder';
  return undefined;
}
