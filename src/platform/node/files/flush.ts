// Waits until an open file or folder is on the disk.
import { fsync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';

const flushDescriptor = promisify(fsync);

/** Error codes of disks that cannot flush, as some network disks for folders: these are ignored. */
const unable: readonly unknown[] = ['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'];

/** Returns when what was written is on the disk. */
export async function flush(handle: FileHandle): Promise<void> {
  try {
    await handle.sync();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Under Yarn's Plug'n'Play handles have no such method, but their descriptors are real.
    if (code === undefined) await flushDescriptor(handle.fd);
    else if (!unable.includes(code)) throw error;
  }
}
