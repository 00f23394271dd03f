// The file of a lock: its owner, and whether it holds the lock or contends for it.
import { access, open } from 'node:fs/promises';
import { z } from 'zod';
import { ownIdentity, type ProcessIdentity } from './process-identity.ts';
import { diskError } from './write-file.ts';

/** Both words have one length, so that one overwrites the other without an intermediate state. */
type State = 'wants' | 'holds';

const schema = z.object({
  state: z.enum(['wants', 'holds']),
  host: z.string(),
  boot: z.string().optional(),
  namespace: z.string().optional(),
  pid: z.int().positive(),
  start: z.string().optional(),
});

export interface LockFile {
  /** Undefined while the file is being written. */
  readonly owner: ProcessIdentity | undefined;
  readonly state: State | undefined;
  /** Changes with every refresh. */
  readonly sign: string;
}

/** False if the file to overwrite is gone, as others considered this process dead. */
export async function writeLockFile(file: string, state: State, flags: 'wx' | 'r+'): Promise<boolean> {
  const handle = await open(file, flags).catch((cause: NodeJS.ErrnoException) => {
    if (flags === 'r+' && cause.code === 'ENOENT') return undefined;
    throw diskError(file, cause);
  });
  if (handle === undefined) return false;
  try {
    await handle.writeFile(JSON.stringify({ state, ...ownIdentity() }));
    return true;
  } catch (cause) {
    throw diskError(file, cause);
  } finally {
    await handle.close();
  }
}

/** Undefined if it has been removed. The file is opened each time, as network disks answer `stat` from a cache. */
export async function readLockFile(file: string): Promise<LockFile | undefined> {
  const handle = await open(file, 'r').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw diskError(file, cause);
  });
  if (handle === undefined) return undefined;
  try {
    const [text, { mtimeMs }] = [await handle.readFile('utf8'), await handle.stat()];
    const parsed = schema.safeParse(jsonOrNothing(text)).data;
    if (parsed === undefined) return { owner: undefined, state: undefined, sign: `${mtimeMs} ${text}` };
    const { state, ...owner } = parsed;
    return { owner, state, sign: `${mtimeMs} ${text}` };
  } finally {
    await handle.close();
  }
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
