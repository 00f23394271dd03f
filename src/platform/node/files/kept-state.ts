// The newest state of long work and the one before it: one of the two can be gone on from, whatever happens to the disk.
import { existsSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { MpaferError } from '../../../core/errors.ts';
import { onDisk, writeFile } from './write-file.ts';

export interface KeptState {
  /** Where the newest lies. */
  readonly file: string;
  /** Where the one before it lies. */
  readonly previous: string;
  /** @throws MpaferError when the bytes are no such state, or damaged */
  check(bytes: Uint8Array, name: string): void;
}

/** Puts a new state in place; the one before is kept beside it, if it is one. @throws MpaferError `disk`, and what `check` throws */
export async function writeState({ file, previous, check }: KeptState, bytes: Uint8Array): Promise<void> {
  const current = await readFile(file).catch(() => undefined);
  // Between these two the previous state is the one to go on from.
  if (current !== undefined && isReadable(current, check)) await onDisk(file, () => rename(file, previous));
  await writeFile(file, bytes);
  check(await onDisk(file, () => readFile(file)), file);
}

/**
 * The state to go on from: the newest that can be read; undefined where there is none.
 *
 * @param say told when the newest cannot be read and the one before is taken
 * @throws MpaferError `checkpoint` or `safetensors` when there are states and none can be read: never begins anew by itself
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
      if (failure) say(`${failure.message}; going on from "${name}", the one before`);
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
    hint: 'The run cannot go on; train anew into another folder',
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
