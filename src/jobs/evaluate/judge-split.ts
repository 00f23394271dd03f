// Runs a recogniser on one split of a data set.
import { relay } from '../../core/relay.ts';
import type { Dataset, Sample, SplitChoice } from '../../data/dataset.ts';
import type { SamplePredictions } from '../../evaluate/sample-predictions.ts';
import { type Recogniser, samplesFor } from '../../recognise/load-run.ts';
import { type JobEvent, progress } from '../job-event.ts';
import { skippedNotes } from '../skipped-notes.ts';

export interface JudgedSplit {
  readonly samples: readonly Sample[];
  readonly predictions: SamplePredictions;
  /** Number of faces whose class the run does not know, by class. */
  readonly skipped: Readonly<Record<string, number>>;
}

/** Predicts every face whose class the run knows. @throws MpaferError `data` when no face remains or an image cannot be read, `aborted` */
export async function* judgeSplit(
  recogniser: Recogniser,
  dataset: Dataset,
  split: SplitChoice,
  signal?: AbortSignal,
): AsyncGenerator<JobEvent, JudgedSplit> {
  const { samples, skipped } = samplesFor(recogniser.classes, dataset, split);
  yield* skippedNotes(skipped);
  const predictions = yield* relay(recogniser.predict(samples, signal), (done) =>
    progress(`evaluating ${split === 'all' ? 'all faces' : split}`, done, samples.length),
  );
  return { samples, predictions, skipped };
}
