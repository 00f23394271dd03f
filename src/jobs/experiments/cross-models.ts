// Rows and columns of a cross-data-set experiment: models, trained here or elsewhere, and the data sets they are tested on.
import { join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { type TrainingData, trainingDataOf } from '../../evaluate/training-data.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { openCheckpoint } from '../../platform/node/models/open-run.ts';
import { zeroShotName } from '../../platform/node/models/packs.ts';
import { mayBeTheSame, type OpenData, type SeenFaces, seenFaces } from '../evaluate/seen-faces.ts';
import { fileName } from './experiment-folder.ts';
import type { NamedSpec } from './named-specs.ts';

export interface CrossModel {
  readonly name: string;
  /** 0 for a run that was trained elsewhere. */
  readonly seed: number;
  /** Where its run is or will be, or another name for it. */
  readonly run: string;
  /** What this experiment trains it on; absent for a run that was trained elsewhere. */
  readonly source?: OpenData;
  /** Undefined where its file does not say. */
  readonly trainedOn: TrainingData | undefined;
}

export interface TestSet extends NamedSpec, OpenData {}

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
    `Cannot name a row "${twice}": ${twice === zeroShotName ? 'plain CLIP has that name' : 'another row has that name'}`,
    { hint: 'Give it a name of its own, as in mine=PATH' },
  );
}

export const openNamed = (sets: readonly NamedSpec[]): Promise<readonly TestSet[]> =>
  Promise.all(sets.map(async (set) => ({ ...set, dataset: await openDataset(set.spec, nodeDataHost) })));

/** Which faces of a test set a model was trained on. */
export interface TrainingOverlap {
  /** Undefined unless the test set is known to be the training data. */
  readonly seen: SeenFaces | undefined;
  /** Why that cannot be determined, where it cannot. */
  readonly doubt?: string | undefined;
}

/** Looks up the overlap once for each pair of training data and test set. */
export function trainingOverlaps(): (model: CrossModel, test: TestSet) => Promise<TrainingOverlap> {
  const known = new Map<string, Promise<TrainingOverlap>>();
  return ({ trainedOn }, test) => {
    const key = JSON.stringify([trainedOn, test.spec]);
    const found = known.get(key) ?? trainingOverlap(trainedOn, test);
    known.set(key, found);
    return found;
  };
}

async function trainingOverlap(trainedOn: TrainingData | undefined, test: TestSet): Promise<TrainingOverlap> {
  if (trainedOn === undefined) return { seen: undefined, doubt: 'its file does not say what it was trained on' };
  const seen = await seenFaces(trainedOn, test);
  return seen === undefined && mayBeTheSame(trainedOn, test)
    ? { seen, doubt: `it was trained on another copy or version of ${trainedOn.name}` }
    : { seen };
}
