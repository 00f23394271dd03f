// Lets a run say what it sees in one split of a data set, and shows how far it is.

import { formatSkipped } from '../../cli/terminal/format-skipped.ts';
import type { Progress } from '../../cli/terminal/progress.ts';
import { finish } from '../../core/finish.ts';
import type { Dataset, Sample, Split } from '../../data/dataset.ts';
import type { SamplePredictions } from '../../evaluate/sample-predictions.ts';
import { type Recogniser, samplesFor } from '../../recognise/load-run.ts';

export interface JudgedSplit {
  readonly samples: readonly Sample[];
  readonly predictions: SamplePredictions;
  /** Faces of classes that the run does not know, by class. */
  readonly skipped: Readonly<Record<string, number>>;
}

/** @throws MpaferError `data` when nothing remains, or an image cannot be read */
export async function judgeSplit(
  recogniser: Recogniser,
  dataset: Dataset,
  split: Split,
  progress: Progress,
): Promise<JudgedSplit> {
  const { samples, skipped } = samplesFor(recogniser.classes, dataset, split);
  formatSkipped(skipped, progress);
  const predictions = await finish(recogniser.predict(samples), (done) =>
    progress.show(`evaluating ${split}  ${done} of ${samples.length}`),
  );
  progress.clear();
  return { samples, predictions, skipped };
}
