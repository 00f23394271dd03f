// The images to recognise: named files, folders and patterns, then the paths in a list.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { byCodeUnit } from '../../data/by-code-unit.ts';
import { inputOrList } from './input-or-list.ts';
import { listLines } from './list-lines.ts';
import { isPattern, matchingPaths } from './matching-paths.ts';
import type { PictureInput } from './picture-inputs.ts';
import { walkFolders } from './walk-folders.ts';

export interface ImagePathsOptions {
  /**
   * Image files, folders (searched at any depth), patterns such as `faces/*.jpg`, `@list.txt` for the paths in a file, and `-` for
   * standard input, which is one image or a list of paths.
   */
  readonly named: readonly string[];
  /** Text file with one path per line, or `-` for standard input. */
  readonly list?: string | undefined;
  /** Where `-` reads from; standard input by default. */
  readonly input?: AsyncIterable<Uint8Array> | undefined;
  /** Called with a sentence about what was skipped. */
  readonly onNote?: ((message: string) => void) | undefined;
}

/**
 * Yields paths in order: a folder's images sorted by name, then those of its subfolders. Memory does not grow with the length of
 * a list. A named file that does not exist is yielded unchanged, so that it gets a status too.
 *
 * @throws MpaferError `data` when no folder or pattern has an image, or the list cannot be read; `usage` without any path
 */
export async function* imageInputs(options: ImagePathsOptions): AsyncGenerator<PictureInput, void, undefined> {
  const { named, list, input = process.stdin, onNote = () => {} } = options;
  let found = 0;
  for (const path of named) {
    for await (const image of path === '-' ? inputOrList(input) : expanded(path, onNote, input)) {
      found++;
      yield image;
    }
  }
  for await (const line of list === undefined ? [] : listLines(list, input)) {
    found++;
    yield line;
  }
  if (found > 0) return;
  if (named.length === 0) throw new MpaferError('usage', 'Cannot predict: no image was given');
  throw new MpaferError('data', `Cannot predict: no image found in ${named.map((path) => `"${path}"`).join(', ')}`);
}

/** The same where only paths will do. @throws MpaferError `usage` when standard input is an image */
export async function* imagePaths(options: ImagePathsOptions): AsyncGenerator<string, void, undefined> {
  for await (const input of imageInputs(options)) {
    if (typeof input !== 'string') {
      throw new MpaferError('usage', 'Cannot use an image from standard input; expected a list of paths');
    }
    yield input;
  }
}

async function* expanded(
  path: string,
  onNote: (message: string) => void,
  input: AsyncIterable<Uint8Array>,
): AsyncGenerator<string> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined && path.startsWith('@')) {
    yield* listLines(path.slice(1), input);
    return;
  }
  if (found === undefined && isPattern(path)) {
    const matches = await matchingPaths(path);
    if (matches.length === 0) onNote(`no file matches "${path}"`);
    yield* matches.sort(byCodeUnit);
    return;
  }
  if (!found?.isDirectory()) {
    yield path;
    return;
  }
  let count = 0;
  for await (const { path: folder, pictures } of walkFolders(path, onNote)) {
    count += pictures.length;
    for (const name of pictures) yield join(folder, name);
  }
  if (count === 0) onNote(`folder "${path}" has no images`);
}

/** How many there are, without reading them; undefined where they come through standard input or a pipe, or cannot be listed. */
export async function countImages({ named, list }: ImagePathsOptions): Promise<number | undefined> {
  const lists = [
    ...named.flatMap((path) => (/^[@-]/.test(path) ? [path.slice(1)] : [])),
    ...(list === undefined ? [] : [list]),
  ];
  for (const file of lists) {
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return undefined;
  }
  let count = 0;
  try {
    for await (const _ of imageInputs({ named, list })) count++;
  } catch {
    return undefined;
  }
  return count;
}
