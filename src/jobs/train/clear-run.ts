// Removes the folder of a run that is about to be repeated, and no other folder.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { diskError } from '../../platform/node/files/write-file.ts';
import { runFiles } from '../../train/run-files.ts';

/**
 * Removes a folder if it is empty or holds a run on this data.
 *
 * @throws MpaferError `run` when it holds anything else, so that a folder named by mistake survives; `disk`
 */
export async function clearRun(folder: string, data: string): Promise<void> {
  if (!(await exists(folder))) return;
  const record = join(folder, runFiles.configuration);
  const own = (await exists(record)) && Object(await readJson(record, 'run')).data === data;
  const names = await readdir(folder).catch(() => ['a file']);
  if (!own && names.length > 0) {
    throw new MpaferError('run', `Cannot replace "${folder}": it holds ${names[0]}; expected a run on ${data}`, {
      hint: 'Choose another folder',
    });
  }
  await rm(folder, { recursive: true, force: true }).catch((cause: unknown) => {
    throw diskError(folder, cause);
  });
}
