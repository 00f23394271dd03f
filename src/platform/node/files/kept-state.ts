// Keeps the latest state of a long job and the previous one, so that one of them is intact whatever happens to the disk.
import { existsSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { MpaferError } from '../../../core/errors.ts';
import { onDisk, writeFile } from './write-file.ts';

export interface KeptState {
  /** Path of the latest state. */
  readonly file: string;
  /** Path of the previous state. */
  readonly previous: string;
  /** @throws MpaferError when the bytes are not such a state, or damaged */
  check(bytes: Uint8Array, name: string): void;
}

/** Writes a new state and keeps the previous one, if it is intact. @throws MpaferError `disk`, and whatever `check` throws */
export async function writeState({ file, previous, check }: KeptState, bytes: Uint8Array): Promise<void> {
  const current = await readFile(file).catch(() => undefined);
  // Between these two steps, the previous state is the one to resume from.
  if (current !== undefined && isReadable(current, check)) await onDisk(file, () => rename(file, previous));
  await writeFile(file, bytes);
  check(await onDisk(file, () => readFile(file)), file);
}

/**
 * The state to resume from: the latest that can be read; undefined if there is none.
 *
 * @param say called when the latest cannot be read and the previous one is used
 * @throws MpaferError `checkpoint` or `safetensors` when there are states and none can be read: it never restarts silently
 */
export async function readState(
  { file, previous, check }: KeptState,
  say: (line: string) => void,
): Promise<Uint8Array | undefined> {
  let failure: MpaferError | undefined;
  for (const name of [file, previous]) {
    if (!existsSync(name)) continue;
    try {
      const bytes = await readFile(name);
      check(bytes, name);
      if (failure) say(`${failure.message}; resuming from "${name}", the previous state`);
      return bytes;
    } catch (error) {
      failure ??= asFailure(error, name);
    }
  }
  if (failure) throw failure;
  return undefined;
}

function asFailure(error: unknown, file: string): MpaferError {
  const found =
    error instanceof MpaferError ? error.message : `Cannot read checkpoint "${file}": ${(error as Error).message}`;
  return new MpaferError(error instanceof MpaferError ? error.code : 'checkpoint', found, {
    hint: 'The run cannot be resumed; train into another folder',
    cause: error,
  });
}

function isReadable(bytes: Uint8Array, check: KeptState['check']): boolean {
  try {
    check(bytes, 'state');
    return true;
  } catch {
    return false;
  }
}
