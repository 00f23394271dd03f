// One download of a file at a time, whoever wants it: a lock that is waited for, and taken over from holders that are gone.

import { open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { isRunning } from '../../files/is-running.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { diskError } from '../../files/write-file.ts';
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
 * A holder is gone when its process is (on this machine), or when it has given no sign of life for a minute of waiting (on another that
 * shares the disk). That two take over at once in the same instant is possible in theory: what is downloaded has its digest checked all the same.
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
  const silentFor = listenTo(file);
  let told = false;
  while (!(await create(file, owner))) {
    const found = await readFile(file, 'utf8').catch(() => '');
    if ((await silentFor(found)) > silence || isDead(found)) await takeAway(file, found);
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
    // Where it cannot be removed it is soon that of a process which has ended; what was done is done.
    if ((await readFile(file, 'utf8').catch(() => undefined)) === owner)
      await rm(file, { force: true }).catch(() => {});
  }
}

async function create(file: string, owner: string): Promise<boolean> {
  const handle = await open(file, 'wx').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EEXIST') return undefined;
    throw diskError(file, cause);
  });
  if (handle === undefined) return false;
  try {
    await handle.writeFile(owner);
  } catch (cause) {
    // A full disk takes the name and not the content, and a lock without an owner would be waited for.
    await rm(file, { force: true }).catch(() => {});
    throw diskError(file, cause);
  } finally {
    await handle.close();
  }
  return true;
}

/**
 * Tells for how many seconds, of those that were spent here, the lock has not changed. Its time is compared with its own only: clocks of
 * machines differ, and are set back and forward.
 */
function listenTo(file: string): (owner: string) => Promise<number> {
  let [sign, since] = ['', 0];
  return async (owner) => {
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: 0 }));
    const now = performance.now();
    if (`${owner} ${mtimeMs}` !== sign) [sign, since] = [`${owner} ${mtimeMs}`, now];
    return (now - since) / 1000;
  };
}

function isDead(owner: string): boolean {
  const [host, process] = owner.split(' ');
  return host === hostname() && process !== undefined && !isRunning(Number(process));
}

/** Removes a lock of which `owner` is gone, unless another process was quicker and holds it by now. */
async function takeAway(file: string, owner: string): Promise<void> {
  const aside = `${file}.${process.pid}-${taken++}`;
  try {
    await rename(file, aside);
    const found = await readFile(aside, 'utf8').catch(() => owner);
    if (found === owner) await rm(aside, { force: true });
    else await rename(aside, file);
  } catch (cause) {
    // Another process was quicker. Whatever else refuses would refuse for ever.
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw diskError(file, cause);
  }
}
