// Writes a file so that it is there whole or not at all, whatever happens in between.
import { promises as files } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';

let written = 0;

/**
 * Writes beside the file, flushes to the disk and renames over it: a crash, a kill or a full disk leaves the old content.
 *
 * @param path where to; its folder must exist
 * @throws MpaferError `disk` that names the file and the reason
 */
export async function writeFile(path: string, content: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  // Process and count in the name: neither another process nor another write of this one can be in the way.
  const temporary = join(folder, `.${basename(path)}.${process.pid}-${written++}.tmp`);
  try {
    const file = await files.open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await files.rename(temporary, path);
    await flushFolder(folder);
  } catch (cause) {
    await files.rm(temporary, { force: true }).catch(() => {});
    throw diskError(path, cause);
  }
}

/** Whether a file of this name is one that `writeFile` had begun. */
export const isTemporary = (name: string): boolean => /^\..+\.\d+-\d+\.tmp$/.test(name);

/** The rename itself is on the disk only when its folder is. Windows cannot open folders and does not need it. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await files.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const reasons: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space and run again, mpafer train with --resume.'],
  EDQUOT: ['your disk quota is used up', 'Free some space and run again, mpafer train with --resume.'],
  EACCES: ['permission was denied', 'Choose another folder or change its permissions.'],
  EPERM: ['permission was denied', 'Choose another folder or change its permissions.'],
  EROFS: ['the disk is read-only', 'Choose another folder.'],
  ENOENT: ['its folder does not exist', 'Make the folder first.'],
  ENOTDIR: ['its folder is a file', 'Choose another folder.'],
  EISDIR: ['there is a folder of that name', 'Choose another name.'],
  EEXIST: ['there is a file of that name', 'Choose another name.'],
};

/** What the disk refused, by its code; names the file and what to do. */
export function diskError(path: string, cause: unknown): MpaferError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const [reason, hint] = reasons[code] ?? [message, undefined];
  return new MpaferError('disk', `Cannot write "${path}": ${reason}`, hint === undefined ? { cause } : { cause, hint });
}
