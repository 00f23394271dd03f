// Creates a folder and its parents, or reports why that is not possible.
import { existsSync, promises as files } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { diskError } from './write-file.ts';

/** @throws MpaferError `disk` that names the folder and the reason */
export async function makeFolder(path: string): Promise<void> {
  try {
    await files.mkdir(path, { recursive: true });
  } catch (cause) {
    throw diskError(path, (await firstRefusal(path)) ?? cause);
  }
}

/** On a read-only disk Node reports that the folder does not exist; creating the first missing folder gives the true reason. */
async function firstRefusal(path: string): Promise<unknown> {
  let missing = resolve(path);
  while (!existsSync(dirname(missing))) missing = dirname(missing);
  return files.mkdir(missing).then(
    () => undefined,
    (cause: unknown) => cause,
  );
}
