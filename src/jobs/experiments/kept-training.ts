// A training that is a cell of an experiment: its states are kept beside the cell, so that it continues where it was cut off.
import { readState, writeState } from '../../platform/node/files/kept-state.ts';
import { type Checkpoint, readCheckpoint } from '../../recognise/checkpoint.ts';
import type { TrainEvent } from '../../train/train-event.ts';
import { type JobEvent, note } from '../job-event.ts';
import { withNotes } from '../reported.ts';
import type { ExperimentFolder } from './experiment-folder.ts';
import { trainingProgress } from './training-progress.ts';

export interface KeptTraining<Result> {
  /** Of the cell. */
  readonly name: string;
  /** What its progress is called. */
  readonly label: string;
  /** @param resume the state of the same training, cut off before */
  train(resume: Checkpoint | undefined): AsyncGenerator<TrainEvent, Result>;
}

/** @throws MpaferError `checkpoint` for the state of another training, `disk`, and what the training throws */
export async function* keptTraining<Result>(
  folder: ExperimentFolder,
  { name, label, train }: KeptTraining<Result>,
): AsyncGenerator<JobEvent, Result> {
  const state = folder.state(name);
  const bytes = yield* withNotes((say) => readState(state, say));
  const resume = bytes && readCheckpoint(bytes, state.file);
  if (resume?.training) yield note(`  resuming ${name} after step ${resume.training.step}`);
  const saved = async function* () {
    const events = train(resume);
    for (;;) {
      const next = await events.next();
      if (next.done) return next.value;
      if (next.value.kind === 'checkpoint') await writeState(state, next.value.bytes);
      yield next.value;
    }
  };
  return yield* trainingProgress(label, saved());
}
