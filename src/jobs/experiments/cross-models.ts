// Rows and columns of a cross-data-set experiment: models, trained by it or elsewhere, and the data sets they are tested on.
import { join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import type { Split } from '../../data/dataset.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { type TrainingData, trainingDataOf } from '../../evaluate/training-data.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { openCheckpoint } from '../../platform/node/models/open-run.ts';
import { zeroShotName } from '../../platform/node/models/packs.ts';
import { mayOverlap, type OpenedDataset, type TrainingOverlap, trainingOverlap } from '../evaluate/training-overlap.ts';
import type { ComputeOptions } from '../job-engine.ts';
import { fileName } from './experiment-folder.ts';

/** A data set or run with a short name. */
export interface NamedSpec {
  readonly name: string;
  /** SPEC of a data set, or anything that `openRun` takes. */
  readonly spec: string;
}

/** Options of `cross`. */
export interface CrossOptions extends ComputeOptions {
  /** Data sets to train on, a row each. */
  readonly train: readonly NamedSpec[];
  /** Runs that are trained already, a row each. */
  readonly runs: readonly NamedSpec[];
  /** Data sets to test on, a column each. */
  readonly test: readonly NamedSpec[];
  /** Folder of runs and results; finished ones are reused. */
  readonly out: string;
  readonly split: Split | 'all';
  readonly seeds: readonly number[];
  readonly clip?: string | undefined;
  /** Settings that all trainings share. */
  readonly configuration?: Readonly<Record<string, unknown>> | undefined;
  readonly descriptions?: string | undefined;
  /** JSON file {class of a test set: class of the model, or null}, which overrides names and known synonyms. */
  readonly map?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface CrossModel {
  readonly name: string;
  /** 0 for a run that was trained elsewhere. */
  readonly seed: number;
  /** Its run folder, or anything else that `openRun` takes. */
  readonly run: string;
  /** What this experiment trains it on; absent for a run that was trained elsewhere. */
  readonly source?: OpenedDataset;
  /** Undefined if its file does not say. */
  readonly trainedOn: TrainingData | undefined;
}

export interface TestSet extends NamedSpec, OpenedDataset {}

/**
 * Opens every data set and run before anything is trained: a wrong path should not cost a training.
 *
 * @param folder where the runs of this experiment are
 */
export async function crossModels(
  trained: readonly NamedSpec[],
  runs: readonly NamedSpec[],
  seeds: readonly number[],
  folder: string,
): Promise<readonly CrossModel[]> {
  refuseNames([...trained, ...runs]);
  const sources = await openNamed(trained);
  return [
    ...seeds.flatMap((seed) =>
      sources.map(
        (source): CrossModel => ({
          name: source.name,
          seed,
          run: join(folder, `${fileName(source.name)}-seed${seed}`),
          source,
          trainedOn: trainingDataOf(source.dataset),
        }),
      ),
    ),
    ...(await Promise.all(
      runs.map(async ({ name, spec }): Promise<CrossModel> => {
        if (spec === zeroShotName) {
          throw new MpaferError('usage', `Cannot use ${zeroShotName} as a run: it always has a row of its own`);
        }
        return { name, seed: 0, run: spec, trainedOn: (await openCheckpoint(spec)).checkpoint.data };
      }),
    )),
  ];
}

function refuseNames(models: readonly NamedSpec[]): void {
  const named = models.map(({ name }) => fileName(name));
  const twice = named.find((name, at) => name === zeroShotName || named.indexOf(name) !== at);
  if (twice === undefined) return;
  throw new MpaferError(
    'usage',
    `Cannot name a row "${twice}": ${twice === zeroShotName ? 'plain CLIP' : 'another row'} has that name`,
    { hint: 'Give it another name' },
  );
}

export const openNamed = (sets: readonly NamedSpec[]): Promise<readonly TestSet[]> =>
  Promise.all(sets.map(async (set) => ({ ...set, dataset: await openDataset(set.spec, nodeDataHost) })));

/** Which faces of a test set a model was trained on, as far as that is known. */
export interface OverlapFinding {
  /** Undefined unless the test set is known to be the training data. */
  readonly overlap: TrainingOverlap | undefined;
  /** Why that cannot be determined, where it cannot. */
  readonly doubt?: string | undefined;
}

/** Returns a function that finds overlaps, computing each only once. */
export function overlapLookup(): (model: CrossModel, test: TestSet) => Promise<OverlapFinding> {
  const known = new Map<string, Promise<OverlapFinding>>();
  return ({ trainedOn }, test) => {
    const key = JSON.stringify([trainedOn, test.spec]);
    const found = known.get(key) ?? findOverlap(trainedOn, test);
    known.set(key, found);
    return found;
  };
}

async function findOverlap(trainedOn: TrainingData | undefined, test: TestSet): Promise<OverlapFinding> {
  if (trainedOn === undefined) return { overlap: undefined, doubt: 'its file does not say what it was trained on' };
  const overlap = await trainingOverlap(trainedOn, test);
  return overlap === undefined && mayOverlap(trainedOn, test)
    ? { overlap, doubt: `it was trained on another copy or version of ${trainedOn.name}` }
    : { overlap };
}
