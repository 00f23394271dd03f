// Trains into a folder of a larger experiment: begins a run, goes on with one that was stopped, or finds it done.
import { join } from 'node:path';
import type { Progress } from '../../cli/terminal/progress.ts';
import { MpaferError } from '../../core/errors.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { exists, openRunFolder, readState, runFiles } from '../../platform/node/files/run-folder.ts';
import { readCheckpoint } from '../../recognise/checkpoint.ts';
import type { TrainInput } from '../../train/run-setup.ts';
import type { RunRecord } from './run-record.ts';
import { writeRun } from './write-run.ts';

/**
 * Leaves a finished run in `path`.
 *
 * @param record what the run is to remember; that of a run which is there already must be the same
 * @returns whether it was done before
 * @throws MpaferError `run` when there is a run of other settings or data, and what training throws
 */
export async function trainInto(
  path: string,
  input: Omit<TrainInput, 'configuration'>,
  record: RunRecord,
  progress: Progress,
): Promise<boolean> {
  const begun = await exists(join(path, runFiles.configuration));
  if (begun) await requireSameRecord(path, record);
  // The report is the last file that a run writes.
  if (begun && (await exists(join(path, runFiles.report)))) return true;
  const folder = await openRunFolder(path, begun);
  try {
    const state = begun ? await readState(path, progress.say) : undefined;
    const resume = state && readCheckpoint(state, runFiles.state);
    if (resume?.training) progress.say(`  going on behind step ${resume.training.step}`);
    await writeRun(folder, { ...input, configuration: record.configuration }, resume, progress, record);
    return false;
  } finally {
    await folder.close();
  }
}

async function requireSameRecord(path: string, record: RunRecord): Promise<void> {
  const found = Object(await readJson(join(path, runFiles.configuration), 'run')) as Partial<RunRecord>;
  const { configuration = {}, ...rest } = found;
  const { configuration: wanted, ...others } = record;
  // A key that is absent and one that is undefined are the same in JSON.
  const [then, now] = [
    { ...rest, ...configuration },
    { ...others, ...wanted },
  ] as Record<string, unknown>[];
  for (const key of Object.keys({ ...then, ...now })) {
    const [before, after] = [then![key], now![key]].map((value) => JSON.stringify(value));
    if (before === after) continue;
    throw new MpaferError(
      'run',
      `Cannot go on with the run in "${path}": its ${key} is ${before ?? 'absent'}, given is ${after ?? 'absent'}`,
      { hint: 'Give the settings that it was begun with, or another folder with --out' },
    );
  }
}
