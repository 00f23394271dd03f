// Which faces of a data set to judge models on when the caller does not say.
import { plural } from '../../core/plural.ts';
import type { SplitChoice } from '../../data/dataset.ts';
import { openCheckpoint } from '../../platform/node/models/open-run.ts';
import { zeroShotName } from '../../platform/node/models/packs.ts';
import { type JobEvent, note } from '../job-event.ts';
import { mayOverlap, type OpenedDataset, trainingOverlap } from './training-overlap.ts';

/**
 * The test split; or every face of a data set that has no splits of its own, if none of the models was trained on it.
 *
 * @param runs what `openRun` takes
 */
export async function* defaultSplit(
  data: OpenedDataset,
  runs: readonly string[],
): AsyncGenerator<JobEvent, SplitChoice> {
  const { dataset } = data;
  if (!dataset.dealt?.includes('test')) return 'test';
  for (const run of runs) if (await mayHaveSeen(run, data)) return 'test';
  yield note(`${dataset.name} has no splits of its own: judging all ${plural(dataset.samples.length, 'face')}`);
  return 'all';
}

/** Whether a model was trained on a data set, or its file does not say what it was trained on. */
async function mayHaveSeen(run: string, data: OpenedDataset): Promise<boolean> {
  if (run === zeroShotName) return false;
  const trainedOn = (await openCheckpoint(run)).checkpoint.data;
  return (
    trainedOn === undefined || mayOverlap(trainedOn, data) || (await trainingOverlap(trainedOn, data)) !== undefined
  );
}
