// A folder and the folders in it, at any depth: what may be recognised is in them.
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { byCodeUnit } from '../../data/by-code-unit.ts';
import { folderContent } from '../../data/readers/layout/image-files.ts';
import { isRunOutput } from '../../data/readers/layout/run-output.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';

/** Names in a folder, in order. */
export interface WalkedFolder {
  readonly path: string;
  readonly pictures: readonly string[];
  readonly others: readonly string[];
}

/** No data set has these, but telephones do: each gets a status that says why it cannot be read. */
const isHeicName = (name: string): boolean => /\.hei[cf]$/i.test(name);

/** What was left out, for a sentence about it. */
interface Skipped {
  readonly output: string[];
  readonly locked: string[];
  readonly loops: string[];
}

/**
 * Yields folders in the order of their names, each before those in it. Folders with our own output are left out, since charts of a run are no
 * faces; so are folders in it that cannot be listed, and links to a folder that they are in.
 *
 * @param onNote called with a sentence about what was left out
 * @throws MpaferError `data` when the folder itself cannot be listed
 */
export async function* walkFolders(
  folder: string,
  onNote: (message: string) => void = () => {},
): AsyncGenerator<WalkedFolder, void, undefined> {
  const skipped: Skipped = { output: [], locked: [], loops: [] };
  yield* walk(folder, [await realpath(folder)], skipped);
  const tell = (paths: readonly string[], one: string, many = one) => {
    const what = paths.length === 1 ? one : many;
    if (paths.length > 0) onNote(`skipped ${plural(paths.length, 'folder')} ${what}, such as ${paths[0]}`);
  };
  tell(skipped.output, 'with the output of earlier runs');
  tell(skipped.locked, 'that cannot be read');
  tell(skipped.loops, 'that is a link to a folder around it', 'that are links to a folder around them');
}

async function* walk(
  path: string,
  around: readonly string[],
  skipped: Skipped,
): AsyncGenerator<WalkedFolder, void, undefined> {
  const content = await folderContent(nodeDataHost, path).catch((error: unknown) => {
    if (!(error instanceof MpaferError) || around.length === 1) throw error;
    skipped.locked.push(path);
  });
  if (content === undefined) return;
  if (isRunOutput(content)) {
    skipped.output.push(path);
    return;
  }
  const { images, others } = content;
  const pictures = [...images, ...others.filter(isHeicName)].sort(byCodeUnit);
  yield { path, pictures, others: others.filter((name) => !isHeicName(name)) };
  for (const name of content.folders) {
    const inner = join(path, name);
    const real = await realpath(inner).catch(() => inner);
    if (around.includes(real)) skipped.loops.push(inner);
    else yield* walk(inner, [...around, real], skipped);
  }
}
