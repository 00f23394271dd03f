// The rows of a cross-data-set experiment: each model is trained or opened once, and tested on every data set.
import type { Configuration } from '../../configuration/configuration.ts';
import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { random } from '../../core/random.ts';
import { relay } from '../../core/relay.ts';
import type { Engine } from '../../engine/engine.ts';
import { type GivenClasses, type MappedSamples, mappedSamples } from '../../experiments/class-map.ts';
import { type CrossCell, crossCell } from '../../experiments/cross-cells.ts';
import { embeddedClip, openClip, recordedModel } from '../../platform/node/models/models.ts';
import { openRun } from '../../platform/node/models/open-run.ts';
import type { Recogniser } from '../../recognise/load-run.ts';
import { zeroShotRecogniser } from '../../recognise/zero-shot.ts';
import { featuresOn } from '../job-engine.ts';
import { type CellEvent, type JobEvent, note, progress } from '../job-event.ts';
import { loadDescriptions } from '../load-descriptions.ts';
import { trainInto } from '../train/train-into.ts';
import type { CrossModel, CrossOptions, overlapLookup, TestSet } from './cross-models.ts';
import { type CellPlan, cell, type ExperimentFolder, fileName } from './experiment-folder.ts';

/** What all cells share. */
export interface CrossWork {
  readonly options: CrossOptions;
  readonly folder: ExperimentFolder;
  readonly engine: Engine;
  readonly configuration: Configuration;
  readonly map: GivenClasses;
  readonly tests: readonly TestSet[];
  readonly overlaps: ReturnType<typeof overlapLookup>;
}

export const cellName = ({ name, seed }: Pick<CrossModel, 'name' | 'seed'>, test: string): string =>
  `${fileName(name)}-seed${seed}-on-${fileName(test)}`;

/** Plain CLIP, as a row. */
export const plain = { name: 'zero-shot', seed: 0 } as const;

export const nameOf = ({ train: name, seed, test }: CrossCell): string => cellName({ name, seed }, test);

/** What a process takes at once: plain CLIP on a test set, and a model on all of them, which is trained or opened only once. */
export const rowPlans = (
  models: readonly CrossModel[],
  work: CrossWork,
): readonly CellPlan<JobEvent, readonly CrossCell[]>[] => {
  const kept = async (model: Pick<CrossModel, 'name' | 'seed'>, tests: readonly TestSet[]) => {
    const cells: CrossCell[] = [];
    for (const test of tests) {
      const found = await work.folder.kept<CrossCell>(cellName(model, test.name));
      if (found === undefined) return undefined;
      cells.push(found);
    }
    return cells;
  };
  return [
    ...work.tests.map((test) => ({
      name: `row-${plain.name}-on-${fileName(test.name)}`,
      kept: () => kept(plain, [test]),
      work: () => zeroShot(test, work),
    })),
    ...models.map((model) => ({
      name: `row-${fileName(model.name)}-seed${model.seed}`,
      kept: () => kept(model, work.tests),
      work: () => row(model, work),
    })),
  ];
};

/** Tests plain CLIP on a test set, with the classes of the set. */
async function* zeroShot(test: TestSet, work: CrossWork): AsyncGenerator<JobEvent, readonly CrossCell[]> {
  const { engine, options, configuration } = work;
  const descriptions = await loadDescriptions(options.descriptions);
  const { classes } = test.dataset;
  const clip = await openClip(options.clip ?? embeddedClip);
  try {
    const { hardPrompt } = configuration;
    const recogniser = await zeroShotRecogniser(engine, clip, classes, descriptions, { hardPrompt });
    const found = yield* judge(plain, recogniser, test, work, new Set());
    await recogniser.release();
    return found;
  } catch (error) {
    if (!(error instanceof MpaferError) || error.code !== 'descriptions') throw error;
    yield note(`Skipped zero-shot on ${test.name}: ${error.message}`);
    return [];
  }
}

/** Trains a model if it is not trained yet, and tests it on the data sets that have no result yet. */
async function* row(model: CrossModel, work: CrossWork): AsyncGenerator<JobEvent, readonly CrossCell[]> {
  const { options, engine, configuration, folder } = work;
  const cells: CrossCell[] = [];
  const untested: TestSet[] = [];
  for (const test of work.tests) {
    const known = await folder.kept<CrossCell>(cellName(model, test.name));
    if (known === undefined) untested.push(test);
    else {
      yield cellEvent(known, true);
      cells.push(known);
    }
  }
  if (model.source !== undefined) {
    yield note(`${model.name}, seed ${model.seed}: ${model.run}`);
    const clip = await openClip(options.clip ?? embeddedClip);
    const { dataset, spec } = model.source;
    const descriptions = await loadDescriptions(options.descriptions, dataset.descriptions);
    const input = { engine, clip, dataset, descriptions, signal: options.signal, features: featuresOn(options) };
    const record = {
      data: spec,
      clip: recordedModel(options.clip ?? embeddedClip),
      ...(options.descriptions !== undefined && { descriptions: options.descriptions }),
      configuration: { ...configuration, seed: model.seed },
    };
    yield* trainInto(model.run, input, record);
  }
  const { recogniser } = await openRun(engine, model.run);
  for (const test of untested) {
    const { overlap, doubt } = await work.overlaps(model, test);
    if (doubt !== undefined) {
      yield note(
        `${model.name} on ${test.name}: ${doubt}; cannot tell which faces it was trained on, so none are excluded`,
      );
    }
    const seen = new Set(overlap && [...overlap.train, ...overlap.valid]);
    cells.push(...(yield* judge(model, recogniser, test, work, seen)));
  }
  await recogniser.release();
  return cells;
}

async function* judge(
  model: Pick<CrossModel, 'name' | 'seed'>,
  recogniser: Recogniser,
  test: TestSet,
  work: CrossWork,
  seen: ReadonlySet<string>,
): AsyncGenerator<JobEvent, readonly CrossCell[]> {
  const { folder, options, map } = work;
  const own = model === plain ? {} : map;
  const mapped = mappedSamples(recogniser.classes, test.dataset, options.split, own, seen);
  if (mapped.samples.length === 0) {
    yield note(
      `Skipped ${model.name} on ${test.name}: ${mapped.seen === 1 ? 'its face was' : `all ${mapped.seen} faces were`} seen in training`,
    );
    return [];
  }
  const { result } = yield* cell(folder, cellName(model, test.name), () =>
    predictCell(model, recogniser, test, mapped, options.signal),
  );
  yield cellEvent(result, false);
  return [result];
}

async function* predictCell(
  { name, seed }: Pick<CrossModel, 'name' | 'seed'>,
  recogniser: Recogniser,
  test: TestSet,
  mapped: MappedSamples,
  signal: AbortSignal | undefined,
): AsyncGenerator<JobEvent, CrossCell> {
  const { samples } = mapped;
  const predictions = yield* relay(recogniser.predict(samples, signal), (done) =>
    progress(`${name} on ${test.name}`, done, samples.length),
  );
  return crossCell(name, test.name, seed, predictions, mapped, random(1).split('intervals'));
}

export function cellEvent({ train, test, seed, n, war, uar, leftOut, seen }: CrossCell, reused: boolean): CellEvent {
  const excluded = [
    ...Object.entries(leftOut).map(([name, count]) => `${count} of ${name}`),
    ...(seen > 0 ? [`${seen} seen in training`] : []),
  ].join(', ');
  return {
    kind: 'cell',
    name: `${train === plain.name ? train : `${train}, seed ${seed}`} on ${test}`,
    detail: plural(n, 'face'),
    war,
    uar,
    ...(excluded !== '' && { excluded }),
    reused,
  };
}
