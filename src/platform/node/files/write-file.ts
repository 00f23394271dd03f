// Writes a file so that it is there whole or not at all, whatever happens in between.
import { promises as files } from 'node:fs';
import { dirname } from 'node:path';
import { MpaferError } from '../../../core/errors.ts';
import { temporaryName } from './temporary-name.ts';

/**
 * Writes beside the file, flushes to the disk and renames over it: a crash, a kill or a full disk leaves the old content.
 *
 * @param path where to; its folder must exist
 * @throws MpaferError `disk` that names the file and the reason
 */
export async function writeFile(path: string, content: Uint8Array | string): Promise<void> {
  await (await stageFile(path, content)).place();
}

/** Files that belong together: none is put in place before the disk has taken all of them. @throws MpaferError `disk` */
export async function writeFiles(contents: Readonly<Record<string, string>>): Promise<void> {
  const beside: StagedFile[] = [];
  try {
    for (const [path, content] of Object.entries(contents)) beside.push(await stageFile(path, content));
    for (const file of beside) await file.place();
  } catch (error) {
    for (const file of beside) await file.remove();
    throw error;
  }
}

/** A file that is whole and on the disk, but under another name as yet. */
export interface StagedFile {
  /** Where it lies; in the folder where it shall be. */
  readonly temporary: string;
  /** Renames it over what is there. Once only. */
  place(): Promise<void>;
  /** For what shall not be put in place after all. */
  remove(): Promise<void>;
}

/** The first half of `writeFile`, for what has to be looked at before it replaces anything. @throws MpaferError `disk` */
export async function stageFile(path: string, content: Uint8Array | string): Promise<StagedFile> {
  const temporary = temporaryName(path);
  const remove = () => files.rm(temporary, { force: true }).catch(() => {});
  const refused = async (cause: unknown): Promise<never> => {
    await remove();
    throw diskError(path, cause);
  };
  // No function here may hold the content, which can be large, until the file is put in place.
  await writeThrough(temporary, content).catch(refused);
  return { temporary, place: () => moveThrough(temporary, path).catch(refused), remove };
}

/** Before work whose result could not be written to `path`. Asking the system is no answer where disks are shared. @throws MpaferError `disk` */
export async function requireWritable(path: string): Promise<void> {
  await (await stageFile(path, '')).remove();
}

/** Until the disk has it. */
async function writeThrough(path: string, content: Uint8Array | string): Promise<void> {
  const file = await files.open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function moveThrough(from: string, to: string): Promise<void> {
  await files.rename(from, to);
  await flushFolder(dirname(to));
}

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
  ENOSPC: ['the disk is full', 'Free some space and run the same command again, train and pretrain with --resume'],
  EDQUOT: [
    'your disk quota is used up',
    'Free some space and run the same command again, train and pretrain with --resume',
  ],
  EACCES: ['permission was denied', 'Choose another folder or change its permissions'],
  EPERM: ['permission was denied', 'Choose another folder or change its permissions'],
  EROFS: ['the disk is read-only', 'Choose another folder'],
  ENOENT: ['its folder does not exist', 'Make the folder first'],
  ENOTDIR: ['its folder is a file', 'Choose another folder'],
  EISDIR: ['there is a folder of that name', 'Choose another name'],
  EEXIST: ['there is a file of that name', 'Choose another name'],
};

/** What the disk refuses is the user's to mend, not a defect of ours. @throws MpaferError `disk` that names `path` */
export async function onDisk<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw diskError(path, cause);
  }
}

/** What the disk refused, by its code; names the file and what to do. */
export function diskError(path: string, cause: unknown): MpaferError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const [reason, hint] = reasons[code] ?? [message, undefined];
  return new MpaferError('disk', `Cannot write "${path}": ${reason}`, hint === undefined ? { cause } : { cause, hint });
}
