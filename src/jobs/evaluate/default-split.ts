// The faces of a data set to evaluate on when the caller does not choose a split.
import { plural } from '../../core/plural.ts';
import type { SplitChoice } from '../../data/dataset.ts';
import { openCheckpoint } from '../../platform/node/models/open-run.ts';
import { zeroShotName } from '../../platform/node/models/packs.ts';
import { type JobEvent, note } from '../job-event.ts';
import { mayOverlap, type OpenedDataset, trainingOverlap } from './training-overlap.ts';

/**
 * Chooses the test split, or all faces of a data set without splits of its own that none of the models was trained on.
 *
 * @param runs what `openRun` takes
 */
export async function* defaultSplit(
  data: OpenedDataset,
  runs: readonly string[],
): AsyncGenerator<JobEvent, SplitChoice> {
  const { dataset } = data;
  if (!dataset.dealt?.includes('test')) return 'test';
  for (const run of runs) if (await mayBeTrainedOn(run, data)) return 'test';
  yield note(`${dataset.name} has no splits of its own: evaluating on all ${plural(dataset.samples.length, 'face')}`);
  return 'all';
}

/** Whether a model was trained on a data set, or may have been because its file does not say. */
async function mayBeTrainedOn(run: string, data: OpenedDataset): Promise<boolean> {
  if (run === zeroShotName) return false;
  const trainedOn = (await openCheckpoint(run)).checkpoint.data;
  return (
    trainedOn === undefined || mayOverlap(trainedOn, data) || (await trainingOverlap(trainedOn, data)) !== undefined
  );
}
