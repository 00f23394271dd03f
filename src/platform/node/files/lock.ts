// Locks that work across processes, containers and machines on a shared disk: each contender writes a file of its own and looks for others.
import { readdir, rm, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MpaferError } from '../../../core/errors.ts';
import { isThere, readLockFile, writeLockFile } from './lock-file.ts';
import { makeFolder } from './make-folder.ts';
import { type ProcessIdentity, randomMark, standingOf } from './process-identity.ts';
import { onDisk } from './write-file.ts';

/** Seconds between refreshes of a lock, and without a refresh after which a holder elsewhere is considered dead. */
const heartbeat = 5;
const silence = 60;
/** Milliseconds between polls of a lock that another process holds. */
const look = 100;
/** Polls, 10 ms apart, after which a contender counts as a holder: it was halted and may take the lock at any time. */
const claimLooks = 300;

export interface Holder {
  /** Its lock file. */
  readonly file: string;
  /** Undefined while the file is being written. */
  readonly owner: ProcessIdentity | undefined;
  readonly holds: boolean;
  /** On another machine or in another container, so that only its refreshes can be observed. */
  readonly elsewhere: boolean;
  /** Whether it refreshed its lock while it was observed. */
  readonly refreshed: boolean;
}

export interface Lock {
  /** @throws MpaferError `run` when another process has taken it over because this one was halted for over a minute */
  check(): Promise<void>;
  release(): Promise<void>;
}

/** Lock files of this process, for systems that do not tell start times. */
const ours = new Set<string>();

/**
 * Takes a lock.
 *
 * Two processes cannot both get it: each writes its file before it looks, so the later of two sees the earlier. A file belongs to one process
 * by its name and is never taken over, so there is no race for it; files of dead processes are removed. A process of another machine or
 * container is considered dead when its file has not changed for a minute of the local clock, as clocks of machines differ.
 *
 * @param place path of the lock; its files are `<place>.<pid>-<random>`
 * @param onHeld called at every poll while another process holds it: waits, or throws
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
      // Of several contenders, the one with the first name stays and the others step back.
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
        hint: 'This process was halted for over a minute; resume when the other one has finished',
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

/** Observes how long each file has not changed, by the local clock. Modification times are compared only with each other. */
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

/** `process 12`, or `process 12 of HOST`. */
const named = (owner: ProcessIdentity | undefined, elsewhere: boolean): string =>
  owner === undefined ? 'another process' : `process ${owner.pid}${elsewhere ? ` of ${owner.host}` : ''}`;

/**
 * Locks a folder until it is released or the process ends.
 *
 * @param say called once while the lock of another machine is observed, which takes a minute if its process is dead
 * @throws MpaferError `run` that names the process holding it; `disk`
 */
export async function lockFolder(path: string, say: (line: string) => void = () => {}): Promise<Lock> {
  let reported = false;
  return takeLock(join(path, '.lock'), async ({ file, owner, elsewhere, refreshed }) => {
    const who = named(owner, elsewhere);
    if (!elsewhere || refreshed) {
      throw new MpaferError('run', `Cannot write into "${path}": ${who} is writing there`, {
        hint: elsewhere ? 'Wait for it, or choose another folder' : `If it is not at work, remove "${file}"`,
      });
    }
    if (!reported) say(`"${path}" is locked by ${who}; waiting up to a minute for it to refresh its lock`);
    reported = true;
    await wait(look);
  });
}

/**
 * Waits for a lock and runs `action` while holding it.
 *
 * @param place path of the lock; its folder is created
 * @param waiting called once if another process holds it
 * @throws MpaferError `disk`, `aborted`, and whatever `action` throws
 */
export async function withLock<T>(
  place: string,
  action: () => Promise<T>,
  { waiting, pause = wait }: { readonly waiting?: () => void; pause?(milliseconds: number): Promise<unknown> } = {},
): Promise<T> {
  await makeFolder(dirname(place));
  let reported = false;
  const lock = await takeLock(place, async () => {
    if (!reported) waiting?.();
    reported = true;
    await pause(look);
  });
  try {
    return await action();
  } finally {
    // If it cannot be removed, it is soon that of an ended process; the work is done.
    await lock.release().catch(() => {});
  }
}
