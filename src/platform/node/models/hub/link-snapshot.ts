// Places a file into a snapshot: as a link to its blob, or a copy where links are not possible. By renaming, as others may be reading.
import { copyFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { makeFolder } from '../../files/make-folder.ts';
import { temporaryName } from '../../files/temporary-name.ts';
import { diskError } from '../../files/write-file.ts';

export async function linkSnapshot(blob: string, path: string): Promise<void> {
  const target = relative(dirname(path), blob);
  if ((await readlink(path).catch(() => undefined)) === target) return;
  await makeFolder(dirname(path));
  const temporary = temporaryName(path);
  try {
    // Windows restricts who may create links.
    await symlink(target, temporary).catch(() => copyFile(blob, temporary));
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw diskError(path, cause);
  }
}
