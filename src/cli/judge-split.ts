// Lets a run say what it sees in one split of a data set, and shows how far it is.
import { finish } from '../core/finish.ts';
import type { Dataset, Sample, Split } from '../data/dataset.ts';
import { type Recogniser, samplesFor } from '../train/load-run.ts';
import type { SamplePredictions } from '../train/predict-samples.ts';
import type { Progress } from './progress.ts';
import { tellLeftOut } from './tell-left-out.ts';

export interface JudgedSplit {
  readonly samples: readonly Sample[];
  readonly predictions: SamplePredictions;
  /** Faces of classes that the run does not know, by class. */
  readonly leftOut: Readonly<Record<string, number>>;
}

/** @throws MpaferError `data` when nothing remains, or an image cannot be read */
export async function judgeSplit(
  recogniser: Recogniser,
  dataset: Dataset,
  split: Split,
  progress: Progress,
): Promise<JudgedSplit> {
  const { samples, leftOut } = samplesFor(recogniser.classes, dataset, split);
  tellLeftOut(leftOut, progress);
  const predictions = await finish(recogniser.predict(samples), (done) =>
    progress.show(`evaluating ${split}  ${done} of ${samples.length}`),
  );
  progress.clear();
  return { samples, predictions, leftOut };
}
