// One holder at a time, across processes, containers and machines that share a disk: each puts down a file of its own and looks who else did.
import { readdir, rm, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MpaferError } from '../../../core/errors.ts';
import { isThere, readLockFile, writeLockFile } from './lock-file.ts';
import { makeFolder } from './make-folder.ts';
import { type ProcessIdentity, randomMark, standingOf } from './process-identity.ts';
import { onDisk } from './write-file.ts';

/** Seconds between a holder's signs of life, and how long one that cannot be asked may give none before it counts as gone. */
const heartbeat = 5;
const silence = 60;
/** Milliseconds between looks at a lock that another process holds. */
const look = 100;
/** Looks, 10 ms apart, after which a process that still claims counts as a holder: it was halted and may hold at any time. */
const claimLooks = 300;

export interface Holder {
  /** Its lock file. */
  readonly file: string;
  /** Undefined while the file is being written. */
  readonly owner: ProcessIdentity | undefined;
  readonly holds: boolean;
  /** On another machine or in another container, so that only its signs of life can be watched. */
  readonly elsewhere: boolean;
  /** Whether it gave one while it was watched. */
  readonly refreshed: boolean;
}

export interface Lock {
  /** @throws MpaferError `run` when another process has taken it over, as this one was halted for more than a minute */
  check(): Promise<void>;
  release(): Promise<void>;
}

/** Lock files of this process, for systems that do not say when a process started. */
const ours = new Set<string>();

/**
 * Takes a lock.
 *
 * Two cannot get it: each puts its file down before it looks, so of two the later one sees the earlier. A file belongs to one process by
 * its name and is never taken over, so there is nothing to race for; those of processes that are gone are removed. A process of another
 * machine or container is gone when its file has not changed for a minute by the clock here: clocks of machines differ.
 *
 * @param place path of the lock; its files are beside it, `<place>.<pid>-<random>`
 * @param onHeld called at every look while another process holds it: waits, or throws
 * @throws MpaferError `disk`, and what `onHeld` throws
 */
export async function takeLock(place: string, onHeld: (holder: Holder) => Promise<void>): Promise<Lock> {
  const own = `${place}.${process.pid}-${randomMark()}`;
  const watch = watcher();
  const remove = () => onDisk(own, () => rm(own, { force: true }));
  ours.add(own);
  try {
    for (let looks = 0; ; ) {
      const others = await livingOthers(place, own, watch);
      const holder = others.find(({ holds }) => holds || looks > claimLooks);
      if (holder !== undefined) {
        await remove();
        await onHeld(holder);
        looks = 0;
        continue;
      }
      // Of those that come at the same moment the one whose name comes first stays, and the others step back.
      if (others.some(({ file }) => file < own)) await remove();
      else if (!(await isThere(own))) {
        await writeLockFile(own, 'wants', 'wx');
        continue;
      } else if (others.length === 0 && (await writeLockFile(own, 'holds', 'r+'))) break;
      looks++;
      await wait(10);
    }
  } catch (error) {
    await remove().catch(() => {});
    ours.delete(own);
    throw error;
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(own, now, now).catch(() => {});
  }, 1000 * heartbeat).unref();
  return {
    async check() {
      if (await isThere(own)) return;
      throw new MpaferError('run', `Cannot write into "${dirname(place)}": another process took it over`, {
        hint: 'This process was halted for more than a minute. Nothing was lost: resume when the other one has ended',
      });
    },
    async release() {
      clearInterval(beat);
      ours.delete(own);
      await remove();
    },
  };
}

async function livingOthers(place: string, own: string, watch: Watcher): Promise<readonly Holder[]> {
  const folder = dirname(place);
  const start = `${basename(place)}.`;
  const names = await onDisk(place, () => readdir(folder));
  const others: Holder[] = [];
  for (const name of names) {
    const file = join(folder, name);
    if (!name.startsWith(start) || !/^\d+-[0-9a-f]{8}$/.test(name.slice(start.length)) || file === own) continue;
    const found = await readLockFile(file);
    if (found === undefined) continue;
    const { owner, state, sign } = found;
    const standing = owner === undefined ? 'elsewhere' : standingOf(owner);
    const { silentFor, refreshed } = watch(file, sign);
    const elsewhere = standing === 'elsewhere';
    const lost = owner?.pid === process.pid && owner.start === undefined && !elsewhere && !ours.has(file);
    if (standing === 'ended' || lost || (elsewhere && silentFor > silence)) {
      await onDisk(file, () => rm(file, { force: true }));
      continue;
    }
    others.push({ file, owner, holds: state === 'holds', elsewhere, refreshed });
  }
  return others;
}

type Watcher = (file: string, sign: string) => { readonly silentFor: number; readonly refreshed: boolean };

/** For how many seconds, of those spent here, each file has not changed. Its time is compared with its own only. */
function watcher(): Watcher {
  const seen = new Map<string, { sign: string; since: number; refreshed: boolean }>();
  return (file, sign) => {
    const now = performance.now();
    const before = seen.get(file);
    if (before?.sign === sign) return { silentFor: (now - before.since) / 1000, refreshed: before.refreshed };
    const refreshed = before !== undefined;
    seen.set(file, { sign, since: now, refreshed });
    return { silentFor: 0, refreshed };
  };
}

/** Process 12, on another machine with its name, for a sentence. */
const named = (owner: ProcessIdentity | undefined, elsewhere: boolean): string =>
  owner === undefined ? 'another process' : `process ${owner.pid}${elsewhere ? ` of ${owner.host}` : ''}`;

/**
 * Holds a folder until it is released or the process ends.
 *
 * @param say told once when a lock of another machine is watched, which takes a minute where its process is gone
 * @throws MpaferError `run` that names the process which holds it; `disk`
 */
export async function lockFolder(path: string, say: (line: string) => void = () => {}): Promise<Lock> {
  let told = false;
  return takeLock(join(path, '.lock'), async ({ file, owner, elsewhere, refreshed }) => {
    const who = named(owner, elsewhere);
    if (!elsewhere || refreshed) {
      throw new MpaferError('run', `Cannot write into "${path}": ${who} is writing there`, {
        hint: elsewhere ? 'Wait for it, or choose another folder' : `If it is not at work, remove "${file}"`,
      });
    }
    if (!told) say(`"${path}" is locked by ${who}; waiting up to a minute for a sign of life`);
    told = true;
    await wait(look);
  });
}

/**
 * Runs `action` while no other process holds the lock, and waits for those that do.
 *
 * @param place path of the lock; its folder is made
 * @param waiting told once when another process holds it
 * @throws MpaferError `disk`, `aborted`, and whatever `action` throws
 */
export async function withLock<T>(
  place: string,
  action: () => Promise<T>,
  { waiting, pause = wait }: { readonly waiting?: () => void; pause?(milliseconds: number): Promise<unknown> } = {},
): Promise<T> {
  await makeFolder(dirname(place));
  let told = false;
  const lock = await takeLock(place, async () => {
    if (!told) waiting?.();
    told = true;
    await pause(look);
  });
  try {
    return await action();
  } finally {
    // Where it cannot be removed it is soon that of a process which has ended; what was done is done.
    await lock.release().catch(() => {});
  }
}
