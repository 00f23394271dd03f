// Which faces of a data set a model was trained on, from what its file records about its training data.
import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { type Dataset, ofSplit, type Sample } from '../../data/dataset.ts';
import { fingerprint } from '../../data/fingerprint.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { atPath, parseSpec } from '../../data/spec-options.ts';
import type { TrainingData } from '../../evaluate/training-data.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';

/** An open data set, and the SPEC that opened it. */
export interface OpenedDataset {
  readonly spec: string;
  readonly dataset: Dataset;
}

/** Ids of the faces used in training: to learn from (train), and to choose the epoch (valid). */
export interface TrainingOverlap {
  readonly train: ReadonlySet<string>;
  readonly valid: ReadonlySet<string>;
}

/**
 * Finds the faces that training used, where a data set is the training data, possibly under another split, label rule or path.
 *
 * @returns undefined for another data set, and for one that is not known to be the training data
 */
export async function trainingOverlap(
  trainedOn: TrainingData,
  data: OpenedDataset,
): Promise<TrainingOverlap | undefined> {
  const original = await asInTraining(trainedOn, data);
  if (original === undefined) return undefined;
  const ids = (split: 'train' | 'valid') => new Set(ofSplit(original, split).map(({ id }) => id));
  return { train: ids('train'), valid: ids('valid') };
}

/** The data set as training opened it; undefined if it is another. */
async function asInTraining(trainedOn: TrainingData, { spec, dataset }: OpenedDataset): Promise<Dataset | undefined> {
  // Drawn faces have the same ids whatever their seed and size.
  if (dataset.drawn) return dataset.spec === trainedOn.spec ? dataset : undefined;
  if (fingerprint(dataset) === trainedOn.fingerprint) return dataset;
  if (trainedOn.spec === undefined) return undefined;
  try {
    const reopened = await openDataset(atPath(trainedOn.spec, parseSpec(spec).path), nodeDataHost);
    return fingerprint(reopened) === trainedOn.fingerprint ? reopened : undefined;
  } catch (error) {
    // It cannot be opened with the SPEC of the training data, so it is another data set.
    if (error instanceof MpaferError) return undefined;
    throw error;
  }
}

/** Kinds whose name says nothing about which faces they contain. */
const genericKinds: readonly string[] = ['folder', 'csv', 'parquet', 'synthetic'];

/** Whether it has the name of the training data: another copy, or a part of it, may contain the same faces. */
export const mayOverlap = (trainedOn: TrainingData, { dataset }: OpenedDataset): boolean =>
  dataset.name === trainedOn.name && !genericKinds.includes(dataset.name);

/** A warning about scores on these faces; undefined if training did not use them. */
export async function overlapWarning(
  trainedOn: TrainingData,
  data: OpenedDataset,
  samples: readonly Pick<Sample, 'id'>[],
): Promise<string | undefined> {
  const overlap = await trainingOverlap(trainedOn, data);
  if (overlap === undefined) {
    return mayOverlap(trainedOn, data)
      ? `The run was trained on another copy or version of ${trainedOn.name}: cannot tell whether it was trained on these faces`
      : undefined;
  }
  const count = (ids: ReadonlySet<string>) => samples.filter(({ id }) => ids.has(id)).length;
  const [train, valid] = [count(overlap.train), count(overlap.valid)];
  if (train > 0) {
    return `The run was trained on ${train} of the ${plural(samples.length, 'face')}: the scores measure memory, not recognition`;
  }
  if (valid > 0) {
    return `Training chose its epoch and temperature on ${valid} of the ${plural(samples.length, 'face')}: the scores are a little too good`;
  }
  return undefined;
}
