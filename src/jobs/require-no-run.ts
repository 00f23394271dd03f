// Refuses the folder of a training run, whose report.html other jobs would overwrite.
import { join } from 'node:path';
import { MpaferError } from '../core/errors.ts';
import { exists } from '../platform/node/files/run-folder.ts';
import { runFiles } from '../train/run-files.ts';

/** @param what what would be written, e.g. `an evaluation` @throws MpaferError `run` when the folder holds a training run */
export async function requireNoRun(path: string, what: string): Promise<void> {
  if (!(await exists(join(path, runFiles.configuration)))) return;
  throw new MpaferError('run', `Cannot write ${what} into "${path}": it holds a training run`, {
    hint: 'Choose another folder: the report of the run would be overwritten',
  });
}
