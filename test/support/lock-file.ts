// Lock files as other processes put them down.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownIdentity, type ProcessIdentity } from '../../src/platform/node/files/process-identity.ts';

/** Locks a folder for a process; what is not given is as in this one, but for the start, which is not known. Returns the file. */
export async function placeLock(folder: string, owner: Partial<ProcessIdentity>, place = '.lock'): Promise<string> {
  const { start: _, ...own } = ownIdentity();
  const identity = { ...own, ...owner };
  const file = join(folder, `${place}.${identity.pid}-0123abcd`);
  await writeFile(file, JSON.stringify({ state: 'holds', ...identity }));
  return file;
}
