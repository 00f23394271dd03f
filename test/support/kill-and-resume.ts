// Repeatedly kills and resumes a training run, then lets it finish.
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { isTemporary } from '../../src/platform/node/files/temporary-name.ts';
import { runFiles } from '../../src/train/run-files.ts';
import { type Ended, mpafer, oneThread } from './command-line.ts';

/** Arranges for a process to be killed at some moment. Returns a function to call when the process has ended. */
export type Kill = (child: ChildProcess, run: string) => () => void;

/** A number of milliseconds after its start. */
export const killAfter =
  (milliseconds: number): Kill =>
  (child) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    return () => clearTimeout(timer);
  };

/** While it writes its `nth` checkpoint: as soon as the unfinished file appears. */
export const killInsideCheckpoint =
  (nth: number): Kill =>
  (child, run) => {
    const folder = join(run, 'checkpoints');
    mkdirSync(folder, { recursive: true });
    const seen = new Set<string>();
    const watcher = watch(folder, (_, name) => {
      if (name === null || !isTemporary(name)) return;
      seen.add(name);
      if (seen.size >= nth) child.kill('SIGKILL');
    });
    return () => watcher.close();
  };

/**
 * Trains into `run`, killing the process at each of the moments in turn and resuming it, then lets it finish.
 *
 * @param fresh arguments that start the run
 * @returns how the last process ended, and how many were actually killed
 */
export async function trainUnderFire(
  run: string,
  fresh: readonly string[],
  kills: readonly Kill[],
): Promise<{ readonly ended: Ended; readonly killed: number }> {
  const started = () => existsSync(join(run, runFiles.configuration));
  const next = () => (started() ? ['train', '--out', run, '--resume', ...oneThread] : fresh);
  let killed = 0;
  for (const kill of kills) {
    let finish = () => {};
    const { code, stderr } = await mpafer(next(), {
      onStart: (child) => {
        finish = kill(child, run);
      },
    });
    finish();
    if (code === null) killed++;
    else if (code !== 0) throw new Error(`A run that was killed and resumed failed with ${code}: ${stderr}`);
  }
  return { ended: await mpafer(next()), killed };
}
