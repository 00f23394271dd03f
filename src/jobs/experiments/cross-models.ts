// Rows and columns of a cross-data-set experiment: models to be trained or trained already, and the sets they are tested on.
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
  /** Where its run is or will be, or what else names it. */
  readonly run: string;
  /** What this experiment trains it on; absent where that is done already, elsewhere. */
  readonly source?: OpenData;
  /** Undefined where its file does not tell. */
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
          throw new MpaferError('usage', `Cannot take ${zeroShotName} as a --run: its row is always there`);
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
    `Cannot name a row "${twice}": ${twice === zeroShotName ? 'it is always there' : 'another has that name'}`,
    { hint: 'Give it a name of its own: --run mine=PATH' },
  );
}

export const openNamed = (sets: readonly NamedSpec[]): Promise<readonly TestSet[]> =>
  Promise.all(sets.map(async (set) => ({ ...set, dataset: await openDataset(set.spec, nodeDataHost) })));

/** What a model and a test set have to do with each other. */
export interface TrainingOverlap {
  /** Undefined where the set is not known to be the one of training. */
  readonly seen: SeenFaces | undefined;
  /** Why it cannot be told which faces were seen, where it cannot. */
  readonly doubt?: string | undefined;
}

/** Looks up, once for each data of training and test set, which faces were seen. */
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
