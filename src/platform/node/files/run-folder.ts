// A run's folder: one writer at a time, and writes that a crash cannot tear.
import { constants } from 'node:fs';
import { access, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MpaferError } from '../../../core/errors.ts';
import { readCheckpoint } from '../../../recognise/checkpoint.ts';
import { runFiles } from '../../../train/run-files.ts';
import { flush } from './flush.ts';
import { type KeptState, readState as readKeptState, writeState as writeKeptState } from './kept-state.ts';
import { lockFolder } from './lock.ts';
import { makeFolder } from './make-folder.ts';
import { isAbandoned } from './temporary-name.ts';
import { onDisk, writeFile } from './write-file.ts';

export interface RunFolder {
  readonly path: string;
  /** Writes a file whole or not at all. */
  write(name: string, content: Uint8Array | string): Promise<void>;
  /** Writes a new state of training and keeps the previous one. */
  writeState(bytes: Uint8Array): Promise<void>;
  /** Appends a line to the metrics. */
  appendMetrics(line: object): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a folder for writing a run, and locks it until closed.
 *
 * @param resume continue the run that is in the folder
 * @param say called when waiting for a lock of another machine
 * @throws MpaferError `run` when the folder contains a run and `resume` is false, or another process is writing there; `disk`
 */
export async function openRunFolder(path: string, resume: boolean, say?: (line: string) => void): Promise<RunFolder> {
  await makeFolder(path);
  await makeFolder(join(path, 'checkpoints'));
  if (!resume && (await exists(join(path, runFiles.configuration)))) {
    throw new MpaferError('run', `Cannot train into "${path}": it already contains a run`, {
      hint: 'Resume the run, or choose another folder: nothing is overwritten',
    });
  }
  const lock = await lockFolder(path, say);
  await removeTemporaries(path).catch(async (error: unknown) => {
    await lock.release();
    throw error;
  });
  return {
    path,
    async write(name, content) {
      await lock.check();
      await writeFile(join(path, name), content);
    },
    async writeState(bytes) {
      await lock.check();
      await flushMetrics(path);
      await writeKeptState(stateOf(path), bytes);
    },
    async appendMetrics(line) {
      await lock.check();
      await withMetrics(path, (file) => file.appendFile(`${JSON.stringify(line)}\n`));
    },
    close: lock.release,
  };
}

/**
 * The state to resume from: the latest that can be read; undefined if a run ended before its first.
 *
 * @param say called when the latest cannot be read and the previous one is used
 * @throws MpaferError `checkpoint` or `safetensors` when there are states and none can be read: it never restarts silently
 */
export const readState = (path: string, say: (line: string) => void = () => {}): Promise<Uint8Array | undefined> =>
  readKeptState(stateOf(path), say);

const stateOf = (path: string): KeptState => ({
  file: join(path, runFiles.state),
  previous: join(path, runFiles.previousState),
  check: readCheckpoint,
});

async function withMetrics(
  path: string,
  action: (file: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  const name = join(path, runFiles.metrics);
  await onDisk(name, async () => {
    const file = await open(name, 'a');
    try {
      await action(file);
    } finally {
      await file.close();
    }
  });
}

/** Lines from before a checkpoint must reach the disk before it does: a resumed run does not write them again. */
const flushMetrics = (path: string): Promise<void> => withMetrics(path, flush);

/** Removes what killed writes left behind. */
async function removeTemporaries(path: string): Promise<void> {
  for (const folder of [path, join(path, 'checkpoints')]) {
    await onDisk(folder, async () => {
      for (const name of await readdir(folder)) {
        const file = join(folder, name);
        const found = await stat(file).catch(() => undefined);
        if (found !== undefined && isAbandoned(name, Date.now() - found.mtimeMs)) await rm(file, { force: true });
      }
    });
  }
}

/** Drops the lines written after the checkpoint: a resumed run writes them again. */
export async function cutMetrics(path: string, keep: (line: Record<string, unknown>) => boolean): Promise<void> {
  const name = join(path, runFiles.metrics);
  const text = (await exists(name)) ? await onDisk(name, () => readFile(name, 'utf8')) : '';
  const lines = text.split('\n').filter((line) => {
    try {
      return line !== '' && keep(JSON.parse(line) as Record<string, unknown>);
    } catch {
      // A line cut in half by a crash.
      return false;
    }
  });
  await writeFile(name, lines.map((line) => `${line}\n`).join(''));
}

export const exists = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
