// Writes files atomically: after a crash, a kill or a full disk, a file has its old content or the new.
import { promises as files } from 'node:fs';
import { dirname } from 'node:path';
import { MpaferError } from '../../../core/errors.ts';
import { flush } from './flush.ts';
import { temporaryName } from './temporary-name.ts';

/**
 * Writes a temporary file beside it, flushes it to the disk, and renames it over the file.
 *
 * @param path the file; its folder must exist
 * @throws MpaferError `disk` that names the file and the reason
 */
export async function writeFile(path: string, content: Uint8Array | string): Promise<void> {
  await (await stageFile(path, content)).place();
}

/**
 * The same for content that is written piece by piece.
 *
 * @param fill creates the temporary file and writes all of it
 * @throws MpaferError `disk`, and whatever `fill` throws that is no failure of the file system
 */
export async function writeFileBy(path: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await fill(temporary);
    const file = await files.open(temporary, 'r+');
    await flush(file).finally(() => file.close());
    await moveThrough(temporary, path);
  } catch (cause) {
    await files.rm(temporary, { force: true }).catch(() => {});
    throw typeof (cause as NodeJS.ErrnoException).code === 'string' && !(cause instanceof MpaferError)
      ? diskError(path, cause)
      : cause;
  }
}

/** Writes files that belong together: none is put in place before all are on the disk. @throws MpaferError `disk` */
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

/** A complete file on the disk, still under a temporary name. */
export interface StagedFile {
  /** Its current path, in the folder of its final one. */
  readonly temporary: string;
  /** Renames it to its final name, replacing what is there. Call it once only. */
  place(): Promise<void>;
  /** Removes it instead. */
  remove(): Promise<void>;
}

/** The first half of `writeFile`, for content that must be checked before it replaces anything. @throws MpaferError `disk` */
export async function stageFile(path: string, content: Uint8Array | string): Promise<StagedFile> {
  const temporary = temporaryName(path);
  const remove = () => files.rm(temporary, { force: true }).catch(() => {});
  const refused = async (cause: unknown): Promise<never> => {
    await remove();
    throw diskError(path, cause);
  };
  // No closure here may retain the content, which can be large, until the file is put in place.
  await writeThrough(temporary, content).catch(refused);
  return { temporary, place: () => moveThrough(temporary, path).catch(refused), remove };
}

/** Checks by writing, before long work, that `path` can be written: on shared disks, permissions do not tell. @throws MpaferError `disk` */
export async function requireWritable(path: string): Promise<void> {
  await (await stageFile(path, '')).remove();
}

/** Returns when the content is on the disk. */
async function writeThrough(path: string, content: Uint8Array | string): Promise<void> {
  const file = await files.open(path, 'wx');
  try {
    await file.writeFile(content);
    await flush(file);
  } finally {
    await file.close();
  }
}

async function moveThrough(from: string, to: string): Promise<void> {
  await files.rename(from, to);
  await flushFolder(dirname(to));
}

/** A rename reaches the disk only when its folder does. Windows cannot open folders and does not need it. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await files.open(folder, 'r');
  try {
    await flush(handle);
  } finally {
    await handle.close();
  }
}

const reasons: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space and run it again; training can be resumed'],
  EDQUOT: ['your disk quota is used up', 'Free some space and run it again; training can be resumed'],
  EACCES: ['permission was denied', 'Choose another folder or change its permissions'],
  EPERM: ['permission was denied', 'Choose another folder or change its permissions'],
  ERR_ACCESS_DENIED: ["Node's permission model forbids it", 'Start Node with --allow-fs-write for that folder'],
  EROFS: ['the disk is read-only', 'Choose another folder'],
  ENOENT: ['its folder does not exist', 'Make the folder first'],
  ENOTDIR: ['its folder is a file', 'Choose another folder'],
  EISDIR: ['a folder of that name exists', 'Choose another name'],
  EEXIST: ['a file of that name exists', 'Choose another name'],
};

/** Turns failures of the file system into expected errors. @throws MpaferError `disk` that names `path` */
export async function onDisk<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw diskError(path, cause);
  }
}

/** The expected error for a failure of the file system, with the file and what to do. */
export function diskError(path: string, cause: unknown): MpaferError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const [reason, hint] = reasons[code] ?? [message, undefined];
  return new MpaferError('disk', `Cannot write "${path}": ${reason}`, hint === undefined ? { cause } : { cause, hint });
}
