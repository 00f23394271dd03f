// One download of a file at a time, whoever wants it: a lock that is waited for, and taken over from holders that are gone.

import { open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { isRunning } from '../is-running.ts';
import { makeFolder } from '../make-folder.ts';
import { diskError } from '../write-file.ts';
import { pause } from './hub-fetch.ts';

/** Seconds between signs of life, and how long a holder may give none before it counts as gone. */
const heartbeat = 5;
const silence = 60;
/** Milliseconds between looks at a lock that another process holds. */
const look = 100;

let taken = 0;

/**
 * Runs `action` while no other process holds the lock.
 *
 * A holder is gone when its process is (on this machine), or when it has given no sign of life for a minute (on another that shares the
 * disk). That two take over at once in the same instant is possible in theory: what is downloaded has its digest checked all the same.
 *
 * @param file the lock; its folder is made
 * @param waiting told once when another process holds it
 * @throws MpaferError `disk`, `aborted`, and whatever `action` throws
 */
export async function withLock<T>(
  file: string,
  action: () => Promise<T>,
  { waiting, signal }: { readonly waiting?: () => void; readonly signal?: AbortSignal | undefined } = {},
): Promise<T> {
  const owner = `${hostname()} ${process.pid} ${taken++}`;
  await makeFolder(dirname(file));
  let told = false;
  while (!(await create(file, owner))) {
    const found = await readFile(file, 'utf8').catch(() => undefined);
    if (found !== undefined && (await isGone(file, found))) await takeAway(file, found);
    else {
      if (!told) waiting?.();
      told = true;
      await pause(look, signal);
    }
  }
  const alive = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, 1000 * heartbeat);
  try {
    return await action();
  } finally {
    clearInterval(alive);
    if ((await readFile(file, 'utf8').catch(() => undefined)) === owner) await rm(file, { force: true });
  }
}

async function create(file: string, owner: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(owner);
    } finally {
      await handle.close();
    }
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw diskError(file, cause);
  }
}

async function isGone(file: string, owner: string): Promise<boolean> {
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }));
  if (Date.now() - mtimeMs > 1000 * silence) return true;
  const [host, process] = owner.split(' ');
  return host === hostname() && process !== undefined && !isRunning(Number(process));
}

/** Removes a lock of which `owner` is gone, unless another process was quicker and holds it by now. */
async function takeAway(file: string, owner: string): Promise<void> {
  const aside = `${file}.${process.pid}-${taken++}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const found = await readFile(aside, 'utf8').catch(() => owner);
  if (found === owner) await rm(aside, { force: true });
  else await rename(aside, file);
}
