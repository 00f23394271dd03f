// A file of a snapshot: a link to its blob, or where links cannot be made a copy. Put in place by renaming, as others may be reading.
import { copyFile, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { diskError } from '../write-file.ts';

let made = 0;

export async function linkSnapshot(blob: string, path: string): Promise<void> {
  const target = relative(dirname(path), blob);
  if ((await readlink(path).catch(() => undefined)) === target) return;
  const temporary = `${path}.${process.pid}-${made++}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    // Windows lets only some users make links.
    await symlink(target, temporary).catch(() => copyFile(blob, temporary));
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw diskError(path, cause);
  }
}
