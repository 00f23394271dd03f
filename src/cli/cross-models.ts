// Rows and columns of a cross-data-set experiment: models to be trained or trained already, and the sets they are tested on.
import { dirname, join, resolve } from 'node:path';
import { MpaferError } from '../core/errors.ts';
import type { Dataset } from '../data/dataset.ts';
import { openDataset } from '../data/open-dataset.ts';
import { parseSpec } from '../data/spec-options.ts';
import { nodeDataHost } from '../platform/node/data-host.ts';
import { readJson } from '../platform/node/read-json.ts';
import { exists, runFiles } from '../platform/node/run-folder.ts';
import { fileName } from './experiment-folder.ts';
import type { NamedSpec } from './named-specs.ts';
import type { Progress } from './progress.ts';

export interface CrossModel {
  readonly name: string;
  /** 0 for a run that was trained elsewhere. */
  readonly seed: number;
  /** Where its run is or will be. */
  readonly folder: string;
  /** Whether it is this experiment that trains it. */
  readonly isOurs: boolean;
  /** What it is trained on; undefined where its run does not say. */
  readonly spec: string | undefined;
}

export interface TestSet extends NamedSpec {
  readonly dataset: Dataset;
}

/** @param folder where the runs of this experiment are */
export async function crossModels(
  trained: readonly NamedSpec[],
  runs: readonly NamedSpec[],
  seeds: readonly number[],
  folder: string,
): Promise<readonly CrossModel[]> {
  const named = [...trained, ...runs].map(({ name }) => fileName(name));
  const twice = named.find((name, at) => name === 'zero-shot' || named.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new MpaferError(
      'usage',
      `Cannot name a row "${twice}": ${twice === 'zero-shot' ? 'it is always there' : 'another has that name'}`,
      {
        hint: `Give it a name of its own: --run mine=PATH`,
      },
    );
  }
  return [
    ...seeds.flatMap((seed) =>
      trained.map(({ name, spec }) => ({
        name,
        seed,
        spec,
        folder: join(folder, `${fileName(name)}-seed${seed}`),
        isOurs: true,
      })),
    ),
    ...(await Promise.all(
      runs.map(async ({ name, spec }) => ({
        name,
        seed: 0,
        spec: await recordedData(spec),
        folder: spec,
        isOurs: false,
      })),
    )),
  ];
}

/** Opens every test set before anything is trained: a wrong path should not cost a training. */
export const testSets = (tests: readonly NamedSpec[]): Promise<readonly TestSet[]> =>
  Promise.all(tests.map(async (test) => ({ ...test, dataset: await openDataset(test.spec, nodeDataHost) })));

export interface TrainingSource {
  readonly spec: string;
  readonly dataset: Dataset;
  /** Ids of the faces of a test set that the model was trained or chosen on. */
  seenIn(test: TestSet): ReadonlySet<string>;
}

/**
 * What a model was trained on. Of a run from elsewhere whose data is not here any more nothing is known, which is said.
 *
 * @throws what a data set throws that is to be trained on
 */
export async function trainedOn(model: CrossModel, progress: Progress): Promise<TrainingSource | undefined> {
  const { spec } = model;
  if (spec === undefined) {
    progress.say(`${model.name}: its record names no data; faces that it was trained on cannot be told`);
    return undefined;
  }
  try {
    const dataset = await openDataset(spec, nodeDataHost);
    return {
      spec,
      dataset,
      seenIn: (test) =>
        sourceOf(test.spec) === sourceOf(spec)
          ? new Set(dataset.samples.flatMap(({ id, split }) => (split === 'test' ? [] : [id])))
          : new Set(),
    };
  } catch (error) {
    if (model.isOurs || !(error instanceof MpaferError)) throw error;
    progress.say(`${model.name}: ${error.message}; faces that it was trained on cannot be told`);
    return undefined;
  }
}

/** A SPEC without its options, which decide splits and not where faces come from; synthetic faces depend on them. */
export function sourceOf(spec: string): string {
  const { kind, path } = parseSpec(spec);
  return kind === 'synthetic' ? spec : `${kind}:${resolve(path)}`;
}

async function recordedData(run: string): Promise<string | undefined> {
  for (const folder of [run, dirname(dirname(run))]) {
    const file = join(folder, runFiles.configuration);
    if (!(await exists(file))) continue;
    const { data } = Object(await readJson(file, 'run')) as { readonly data?: unknown };
    if (typeof data === 'string') return data;
  }
  return undefined;
}
