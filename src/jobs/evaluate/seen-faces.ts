// Which faces of a data set a model has seen in training, by what its file tells of the data that it was trained on.

import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { type Dataset, ofSplit, type Sample } from '../../data/dataset.ts';
import { fingerprint } from '../../data/fingerprint.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { atPath, parseSpec } from '../../data/spec-options.ts';
import type { TrainingData } from '../../evaluate/training-data.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';

/** A data set that is at hand, and the SPEC that opened it. */
export interface OpenData {
  readonly spec: string;
  readonly dataset: Dataset;
}

/** Ids of the faces that were learnt from (train) and of those that chose the epoch (valid). */
export interface SeenFaces {
  readonly train: ReadonlySet<string>;
  readonly valid: ReadonlySet<string>;
}

/**
 * Seen faces of a data set that is the one of training, be it under another split, label rule or path.
 *
 * @returns undefined where it is another one, or not known to be the same
 */
export async function seenFaces(trainedOn: TrainingData, here: OpenData): Promise<SeenFaces | undefined> {
  const then = await asInTraining(trainedOn, here);
  const ids = (split: 'train' | 'valid') => new Set(then && ofSplit(then, split).map(({ id }) => id));
  return then && { train: ids('train'), valid: ids('valid') };
}

/** The data at hand as training opened it. */
async function asInTraining(trainedOn: TrainingData, { spec, dataset }: OpenData): Promise<Dataset | undefined> {
  // Drawn people bear the same names whatever the seed or size that drew them.
  if (dataset.drawn) return dataset.spec === trainedOn.spec ? dataset : undefined;
  if (fingerprint(dataset) === trainedOn.fingerprint) return dataset;
  if (trainedOn.spec === undefined) return undefined;
  try {
    const again = await openDataset(atPath(trainedOn.spec, parseSpec(spec).path), nodeDataHost);
    return fingerprint(again) === trainedOn.fingerprint ? again : undefined;
  } catch (error) {
    // It cannot even be opened like the data of training.
    if (error instanceof MpaferError) return undefined;
    throw error;
  }
}

/** Kinds that say nothing of whose faces they hold. */
const ownKinds: readonly string[] = ['folder', 'csv', 'parquet', 'synthetic'];

/** Whether it goes by the name of the data of training: another copy, or a part, may hold the same faces. */
export const mayBeTheSame = (trainedOn: TrainingData, { dataset }: OpenData): boolean =>
  dataset.name === trainedOn.name && !ownKinds.includes(dataset.name);

/** What must be known of scores on these faces; undefined where nothing speaks against them. */
export async function seenWarning(
  trainedOn: TrainingData,
  here: OpenData,
  samples: readonly Pick<Sample, 'id'>[],
): Promise<string | undefined> {
  const seen = await seenFaces(trainedOn, here);
  if (seen === undefined) {
    return mayBeTheSame(trainedOn, here)
      ? `The run was trained on ${trainedOn.name} too, in another copy or version: whether it has seen these faces cannot be told`
      : undefined;
  }
  const within = (ids: ReadonlySet<string>) => samples.filter(({ id }) => ids.has(id)).length;
  const [learnt, chosen] = [within(seen.train), within(seen.valid)];
  if (learnt > 0) {
    return `The run was trained on ${learnt} of the ${plural(samples.length, 'face')}: the scores say how well it remembers, not how well it recognises`;
  }
  if (chosen > 0) {
    return `Training chose its epoch and temperature on ${chosen} of the ${plural(samples.length, 'face')}: the scores are a little too good`;
  }
  return undefined;
}
