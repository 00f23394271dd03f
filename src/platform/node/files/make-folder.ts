// Makes a folder to write into, with those above it, or says why the disk does not let it.
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

/** Node says of a read-only disk that the folder does not exist: what refuses the first folder that is missing knows better. */
async function firstRefusal(path: string): Promise<unknown> {
  let missing = resolve(path);
  while (!existsSync(dirname(missing))) missing = dirname(missing);
  return files.mkdir(missing).then(
    () => undefined,
    (cause: unknown) => cause,
  );
}
