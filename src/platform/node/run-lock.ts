// One writer a folder: a file with the process's number, taken over when that process is gone.
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MpaferError } from '../../core/errors.ts';
import { diskError } from './write-file.ts';

/** Locks of this process. A file with its number that is not among them is from a dead process that had the same, as in containers. */
const held = new Set<string>();

/**
 * Holds a folder until the returned function is called, or the process ends.
 *
 * @throws MpaferError `run` that names the process which holds it; `disk`
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = resolve(join(folder, '.lock'));
  for (let attempt = 0; ; attempt++) {
    if (await create(file)) {
      held.add(file);
      return async () => {
        held.delete(file);
        await rm(file, { force: true });
      };
    }
    const owner = await ownerOf(file);
    const alive = owner === process.pid ? held.has(file) : isRunning(owner);
    if (alive || attempt > 2) {
      throw new MpaferError('run', `Cannot write into "${folder}": process ${owner} is writing there`, {
        hint: `If no such process is at work, remove "${file}"`,
      });
    }
    await takeAway(file, owner);
  }
}

async function create(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(String(process.pid));
    } finally {
      await handle.close();
    }
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw diskError(file, cause);
  }
}

/** The process in a lock; 0 where there is none. One that is still empty is being written, or its process died just then. */
async function ownerOf(file: string): Promise<number> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return 0;
    if (/^\d+$/.test(text)) return Number(text);
    await wait(20);
  }
  return 0;
}

/** Removes a dead process's lock, unless another process was quicker and it is that one's by now. */
async function takeAway(file: string, owner: number): Promise<void> {
  const aside = `${file}.${process.pid}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  if ((await ownerOf(aside)) === owner) await rm(aside, { force: true });
  else await rename(aside, file);
}

function isRunning(pid: number): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
