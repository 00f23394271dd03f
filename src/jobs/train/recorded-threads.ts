// The threads per step that a run was computed with: they can decide the last digits of its results.
import { join } from 'node:path';
import { readJson } from '../../platform/node/files/read-json.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { runFiles } from '../../train/run-files.ts';

/** Undefined if the run's record does not have them. @throws MpaferError `run` when the record is damaged */
export async function recordedThreads(run: string): Promise<number | undefined> {
  const path = join(run, runFiles.environment);
  if (!(await exists(path))) return undefined;
  const { threadsPerStep } = (await readJson(path, 'run')) as { readonly threadsPerStep?: number };
  return threadsPerStep;
}
