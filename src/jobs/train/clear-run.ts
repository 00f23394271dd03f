// Empties the folder of a run that is made again, and no other folder.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { exists, runFiles } from '../../platform/node/files/run-folder.ts';
import { diskError } from '../../platform/node/files/write-file.ts';

/**
 * Removes a folder if it holds a run on this data, or nothing.
 *
 * @throws MpaferError `run` when there is anything else: a folder that was named by mistake must survive; `disk`
 */
export async function clearRun(folder: string, data: string): Promise<void> {
  if (!(await exists(folder))) return;
  const record = join(folder, runFiles.configuration);
  const own = (await exists(record)) && Object(await readJson(record, 'run')).data === data;
  const names = await readdir(folder).catch(() => ['a file']);
  if (!own && names.length > 0) {
    throw new MpaferError('run', `Cannot replace "${folder}": it holds ${names[0]}, and no run on ${data}`, {
      hint: 'Name another folder with --out',
    });
  }
  await rm(folder, { recursive: true, force: true }).catch((cause: unknown) => {
    throw diskError(folder, cause);
  });
}
