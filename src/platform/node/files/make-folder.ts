// Creates a folder and its parents, or reports why that is not possible.
import { existsSync, promises as files } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { diskError } from './write-file.ts';

/** @throws MpaferError `disk` that names the folder and the reason */
export async function makeFolder(path: string): Promise<void> {
  try {
    // One by one: Node's own way of making all never ends where a system refuses a folder as one that does not exist, as /proc does.
    for (const missing of missingFolders(path)) await makeOne(missing);
    await files.mkdir(path, { recursive: true });
  } catch (cause) {
    throw diskError(path, cause);
  }
}

/** The outermost first. */
function missingFolders(path: string): readonly string[] {
  const missing: string[] = [];
  for (let folder = resolve(path); !existsSync(folder); folder = dirname(folder)) missing.unshift(folder);
  return missing;
}

/** Another process may make it at the same time. */
async function makeOne(folder: string): Promise<void> {
  await files.mkdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST' || !existsSync(folder)) throw cause;
  });
}
