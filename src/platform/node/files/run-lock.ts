// One writer a folder: each process that wants it puts down a file with its own number and looks who else did.

import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MpaferError } from '../../../core/errors.ts';
import { isRunning } from './is-running.ts';
import { diskError } from './write-file.ts';

/** Folders that this process holds. A file with its number and without its entry is of a dead process of that number, as in containers. */
const held = new Set<string>();

/**
 * Holds a folder until the returned function is called, or the process ends.
 *
 * Two cannot get it: each puts its file down before it looks, so of two the later one sees the earlier. A file belongs
 * to one process by its name and is never taken over, so there is nothing to race for; those of dead processes are removed.
 *
 * @throws MpaferError `run` that names the process which holds it; `disk`
 */
export async function lockFolder(path: string): Promise<() => Promise<void>> {
  const folder = resolve(path);
  const own = join(folder, lockName(process.pid));
  if (held.has(folder)) throw busy(path, process.pid);
  held.add(folder);
  const release = async () => {
    held.delete(folder);
    await rm(own, { force: true });
  };
  try {
    await claim(folder, path, own);
    await writeFile(own, 'held');
    return release;
  } catch (error) {
    await release();
    throw error instanceof MpaferError ? error : diskError(own, error);
  }
}

/** Puts the file down and waits until no other process has one there. */
async function claim(folder: string, path: string, own: string): Promise<void> {
  await writeFile(own, 'claimed');
  for (let round = 0; ; round++) {
    const others = await livingOthers(folder);
    // One that claims for seconds on end is halted, and may hold at any time.
    const owner = others.find(({ holds }) => holds || round > 300);
    if (owner !== undefined) throw busy(path, owner.pid);
    if (others.length === 0) return;
    // Of those that came at the same moment, the one with the lowest number stays and the others step back.
    const back = others.some(({ pid }) => pid < process.pid);
    if (back) await rm(own, { force: true });
    await wait(10);
    if (back) await writeFile(own, 'claimed');
  }
}

interface Other {
  readonly pid: number;
  readonly holds: boolean;
}

async function livingOthers(folder: string): Promise<readonly Other[]> {
  const others: Other[] = [];
  for (const name of await readdir(folder)) {
    const pid = Number(/^\.lock\.(\d+)$/.exec(name)?.[1] ?? process.pid);
    if (pid === process.pid) continue;
    const file = join(folder, name);
    if (!isRunning(pid)) await rm(file, { force: true });
    else {
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text !== undefined) others.push({ pid, holds: text === 'held' });
    }
  }
  return others;
}

const lockName = (pid: number): string => `.lock.${pid}`;

const busy = (path: string, pid: number): MpaferError =>
  new MpaferError('run', `Cannot write into "${path}": process ${pid} is writing there`, {
    hint: `If no such process is at work, remove "${join(path, lockName(pid))}"`,
  });
