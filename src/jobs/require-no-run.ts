// Keeps other commands out of the folder of a training run: their report.html would take the place of its own.
import { join } from 'node:path';
import { MpaferError } from '../core/errors.ts';
import { exists, runFiles } from '../platform/node/files/run-folder.ts';

/** @param what is to be written, e.g. `an evaluation` @throws MpaferError `run` */
export async function requireNoRun(path: string, what: string): Promise<void> {
  if (!(await exists(join(path, runFiles.configuration)))) return;
  throw new MpaferError('run', `Cannot write ${what} into "${path}": it holds a training run`, {
    hint: 'Choose another folder, so that the report of the run is kept',
  });
}
