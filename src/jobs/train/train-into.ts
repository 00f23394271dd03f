// Trains a run that is part of an experiment: starts it, resumes it if it was stopped, or finds it finished.
import { join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { exists, openRunFolder, readState } from '../../platform/node/files/run-folder.ts';
import { readCheckpoint } from '../../recognise/checkpoint.ts';
import { runFiles } from '../../train/run-files.ts';
import type { TrainInput } from '../../train/run-setup.ts';
import { type JobEvent, note } from '../job-event.ts';
import { withNotes } from '../reported.ts';
import type { RunRecord } from './run-record.ts';
import { writeRun } from './write-run.ts';

/**
 * Makes sure that `path` holds a finished run.
 *
 * @param record what the run keeps as its configuration; an existing run must have the same
 * @returns whether it was already finished
 * @throws MpaferError `run` when the folder holds a run with other settings or data, and whatever training throws
 */
export async function* trainInto(
  path: string,
  input: Omit<TrainInput, 'configuration'>,
  record: RunRecord,
): AsyncGenerator<JobEvent, boolean> {
  const started = await exists(join(path, runFiles.configuration));
  if (started) await requireSameRecord(path, record);
  // The report is the last file that a run writes.
  if (started && (await exists(join(path, runFiles.report)))) return true;
  const folder = yield* withNotes(
    (say) => openRunFolder(path, started, say),
    (opened) => opened.close(),
  );
  try {
    const state = started ? yield* withNotes((say) => readState(path, say)) : undefined;
    const resume = state && readCheckpoint(state, runFiles.state);
    if (resume?.training) yield note(`  resuming after step ${resume.training.step}`);
    yield* writeRun(folder, { ...input, configuration: record.configuration }, resume, record);
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
  const then: Readonly<Record<string, unknown>> = { ...rest, ...configuration };
  const now: Readonly<Record<string, unknown>> = { ...others, ...wanted };
  for (const key of Object.keys({ ...then, ...now })) {
    const [before, after] = [then[key], now[key]].map((value) => JSON.stringify(value));
    if (before === after) continue;
    throw new MpaferError(
      'run',
      `Cannot resume the run in "${path}": its ${key} is ${before ?? 'absent'}; given ${after ?? 'absent'}`,
      { hint: 'Use the settings that it was started with, or choose another folder' },
    );
  }
}
