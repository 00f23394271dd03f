// A run's folder: what it holds, one writer at a time, nothing lost on the way.
import { constants } from 'node:fs';
import { access, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { readCheckpoint } from '../../train/checkpoint.ts';
import { writeFile } from './write-file.ts';

/** Names inside a run's folder. */
export const runFiles = {
  configuration: 'config.resolved.json',
  environment: 'environment.json',
  data: 'data.json',
  metrics: 'metrics.jsonl',
  results: 'results.csv',
  state: 'checkpoints/state.safetensors',
  previousState: 'checkpoints/state.previous.safetensors',
  last: 'checkpoints/last.safetensors',
  best: 'checkpoints/best.safetensors',
  confusion: 'confusion-matrix.svg',
  confusionTable: 'confusion-matrix.csv',
  report: 'report.html',
  card: 'MODEL_CARD.md',
} as const;

export interface RunFolder {
  readonly path: string;
  /** Writes a file whole or not at all. */
  write(name: string, content: Uint8Array | string): Promise<void>;
  /** Replaces the state of training; the one before is kept until the new one has been read back. */
  writeState(bytes: Uint8Array): Promise<void>;
  /** Adds a line to the metrics. */
  appendMetrics(line: object): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a folder for writing a run and holds it until closed.
 *
 * @param resume go on in a folder that has a run
 * @throws MpaferError `run` when the folder has a run and `resume` is false, or another process writes there; `disk`
 */
export async function openRunFolder(path: string, resume: boolean): Promise<RunFolder> {
  try {
    await mkdir(join(path, 'checkpoints'), { recursive: true });
  } catch (cause) {
    throw new MpaferError('disk', `Cannot make folder "${path}": ${(cause as Error).message}`, { cause });
  }
  if (!resume && (await exists(join(path, runFiles.configuration)))) {
    throw new MpaferError('run', `Cannot train into "${path}": it already holds a run`, {
      hint: 'Go on with --resume, or choose another folder: nothing is overwritten',
    });
  }
  const unlock = await lock(path);
  return {
    path,
    write: (name, content) => writeFile(join(path, name), content),
    async writeState(bytes) {
      const current = await readFile(join(path, runFiles.state)).catch(() => undefined);
      if (current !== undefined && isReadable(current)) await writeFile(join(path, runFiles.previousState), current);
      await writeFile(join(path, runFiles.state), bytes);
      readCheckpoint(await readFile(join(path, runFiles.state)), runFiles.state);
      await rm(join(path, runFiles.previousState), { force: true });
    },
    async appendMetrics(line) {
      const file = await open(join(path, runFiles.metrics), 'a');
      try {
        await file.appendFile(`${JSON.stringify(line)}\n`);
      } finally {
        await file.close();
      }
    },
    close: unlock,
  };
}

/** The state to go on from: the newest that can be read. */
export async function readState(path: string): Promise<Uint8Array | undefined> {
  for (const name of [runFiles.state, runFiles.previousState]) {
    const bytes = await readFile(join(path, name)).catch(() => undefined);
    if (bytes !== undefined && isReadable(bytes)) return bytes;
  }
  return undefined;
}

function isReadable(bytes: Uint8Array): boolean {
  try {
    readCheckpoint(bytes, 'state');
    return true;
  } catch {
    return false;
  }
}

/** Keeps only the first `lines` lines of the metrics: what came after the checkpoint happens again. */
export async function cutMetrics(path: string, keep: (line: Record<string, unknown>) => boolean): Promise<void> {
  const text = await readFile(join(path, runFiles.metrics), 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => {
    try {
      return line !== '' && keep(JSON.parse(line) as Record<string, unknown>);
    } catch {
      // A line that a crash cut in half.
      return false;
    }
  });
  await writeFile(join(path, runFiles.metrics), lines.map((line) => `${line}\n`).join(''));
}

export const exists = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  );

/** One writer a folder: a file with the process's number, taken over when that process is gone. */
async function lock(path: string): Promise<() => Promise<void>> {
  const file = join(path, '.lock');
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw new MpaferError('disk', `Cannot write into "${path}": ${(cause as Error).message}`, { cause });
      }
      const owner = Number(await readFile(file, 'utf8').catch(() => ''));
      if (attempt > 0 || (owner > 0 && owner !== process.pid && isRunning(owner)) || owner === process.pid) {
        throw new MpaferError('run', `Cannot write into "${path}": process ${owner} is writing there`, {
          hint: `If no such process is at work, remove "${file}"`,
        });
      }
      await rm(file, { force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
