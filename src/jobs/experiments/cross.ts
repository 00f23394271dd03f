// Train on one data set, test on others: a matrix over seeds, with class maps where label sets differ.
import { join } from 'node:path';
import { type Configuration, parseConfiguration } from '../../configuration/configuration.ts';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import { plural } from '../../core/plural.ts';
import { random } from '../../core/random.ts';
import { relay } from '../../core/relay.ts';
import type { Engine } from '../../engine/engine.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { type GivenClasses, type MappedSamples, mappedSamples } from '../../experiments/class-map.ts';
import { type CrossCell, crossCell, crossCsv, crossMatrix, crossTable } from '../../experiments/cross-cells.ts';
import { featureFolder } from '../../platform/node/files/feature-folder.ts';
import { embeddedClip, openClip, recordedModel } from '../../platform/node/models/models.ts';
import { openRun } from '../../platform/node/models/open-run.ts';
import type { Recogniser } from '../../recognise/load-run.ts';
import { zeroShotRecogniser } from '../../recognise/zero-shot.ts';
import { renderCross } from '../../report/pages/cross-page.ts';
import { type CellEvent, type JobEvent, note, progress } from '../job-event.ts';
import { loadDescriptions } from '../load-descriptions.ts';
import { trainInto } from '../train/train-into.ts';
import { writePage } from '../write-page.ts';
import { readClassMap, requireKnownClasses } from './class-map-file.ts';
import {
  type CrossModel,
  type CrossOptions,
  crossModels,
  openNamed,
  overlapLookup,
  type TestSet,
} from './cross-models.ts';
import { cell, type ExperimentFolder, fileName, openExperiment } from './experiment-folder.ts';

import { withResumeHint } from './resume-hint.ts';

/** What `cross` found: each model on each data set. */
export interface CrossResult {
  /** The matrix as Markdown. */
  readonly table: string;
  /** What `results.json` holds. */
  readonly results: Readonly<Record<string, unknown>>;
}

/** What all cells share. */
interface Work {
  readonly options: CrossOptions;
  readonly folder: ExperimentFolder;
  readonly engine: Engine;
  readonly configuration: Configuration;
  readonly map: GivenClasses;
  readonly tests: readonly TestSet[];
  readonly overlaps: ReturnType<typeof overlapLookup>;
}

/**
 * Trains and tests what is not finished yet, and writes the matrix.
 *
 * @returns the matrix as Markdown, and all results
 * @throws MpaferError `usage` without rows or columns, `run` when `out` holds something else, `label` for a map that does not fit, and
 * whatever training throws
 * @example
 * ```ts
 * import { cross, finishJob } from 'mpafer/jobs';
 * const test = [{ name: 'drawn', spec: 'synthetic:?count=60&size=48' }];
 * const runs = [{ name: 'shipped', spec: 'fer2013' }];
 * const { table } = await finishJob(cross({ train: [], runs, test, out: 'crossed', split: 'all', seeds: [1] }));
 * console.log(table.includes('| shipped |')); // true
 * ```
 */
export async function* cross(options: CrossOptions): AsyncGenerator<JobEvent, CrossResult> {
  const { out, threads } = options;
  refuseEmpty(options);
  const configuration = parseConfiguration(options.configuration ?? {}, 'the settings');
  const models = await crossModels(options.train, options.runs, options.seeds, join(out, 'runs'));
  const map = await readClassMap(options.map);
  const tests = await openNamed(options.test);
  const classes = tests.flatMap(({ dataset }) => dataset.classes);
  requireKnownClasses(map, classes, options.map);
  const conditions = conditionsOf(options, configuration, map);
  await using folder = yield* openExperiment(out, 'cross', conditions);
  await using engine = nodeEngine(threads === undefined ? {} : { threads });
  const work: Work = { options, folder, engine, configuration, map, tests, overlaps: overlapLookup() };
  for (const { name, dataset } of tests) {
    if (options.split === 'test' && dataset.dealt?.includes('test')) {
      yield note(
        `${name} has no splits of its own: testing on the faces that were set aside; the split "all" tests on all faces`,
      );
    }
  }
  try {
    for (const test of tests) yield* zeroShot(test, work);
    for (const model of models) yield* row(model, work);
    const found = await writeTables(work, models, conditions);
    yield note(`Report: ${out}/report.html`);
    return found;
  } catch (error) {
    throw withResumeHint(error);
  }
}

function refuseEmpty({ train, runs, test }: CrossOptions): void {
  const rows = train.length + runs.length;
  if (rows > 0 && test.length > 0) return;
  throw new MpaferError(
    'usage',
    `Cannot test across data sets: there is no ${rows === 0 ? 'data set to train on and no run' : 'data set to test on'}`,
    {
      hint: 'Name at least one data set to train on or one run, and one data set to test on',
    },
  );
}

const conditionsOf = (
  { clip, descriptions, split, train, runs, test }: CrossOptions,
  { seed: _, ...configuration }: Configuration,
  map: GivenClasses,
) => ({
  configuration,
  clip: recordedModel(clip ?? embeddedClip),
  ...(descriptions !== undefined && { descriptions }),
  split,
  map,
  // One key each, so that rows and columns can be added.
  ...Object.fromEntries([...train, ...runs].map(({ name, spec }) => [`row ${name}`, spec])),
  ...Object.fromEntries(test.map(({ name, spec }) => [`column ${name}`, spec])),
});

const cellName = ({ name, seed }: Pick<CrossModel, 'name' | 'seed'>, test: string): string =>
  `${fileName(name)}-seed${seed}-on-${fileName(test)}`;

const plain = { name: 'zero-shot', seed: 0 } as const;

/** Tests plain CLIP on a test set, with the classes of the set. */
async function* zeroShot(test: TestSet, work: Work): AsyncGenerator<JobEvent, void> {
  const { engine, options, configuration, folder } = work;
  if (await folder.kept(cellName(plain, test.name))) return;
  const descriptions = await loadDescriptions(options.descriptions);
  const { classes } = test.dataset;
  const clip = await openClip(options.clip ?? embeddedClip);
  try {
    const { hardPrompt } = configuration;
    const recogniser = await zeroShotRecogniser(engine, clip, classes, descriptions, { hardPrompt });
    yield* judge(plain, recogniser, test, work, new Set());
    await recogniser.release();
  } catch (error) {
    if (!(error instanceof MpaferError) || error.code !== 'descriptions') throw error;
    yield note(`Skipped zero-shot on ${test.name}: ${error.message}`);
  }
}

/** Trains a model if it is not trained yet, and tests it on the data sets that have no result yet. */
async function* row(model: CrossModel, work: Work): AsyncGenerator<JobEvent, void> {
  const { options, engine, configuration, folder } = work;
  const untested: TestSet[] = [];
  for (const test of work.tests) {
    const known = await folder.kept<CrossCell>(cellName(model, test.name));
    if (known === undefined) untested.push(test);
    else yield cellEvent(known, true);
  }
  if (untested.length === 0) return;
  if (model.source !== undefined) {
    yield note(`${model.name}, seed ${model.seed}: ${model.run}`);
    const clip = await openClip(options.clip ?? embeddedClip);
    const { dataset, spec } = model.source;
    const descriptions = await loadDescriptions(options.descriptions, dataset.descriptions);
    const input = { engine, clip, dataset, descriptions, signal: options.signal, features: featureFolder() };
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
    yield* judge(model, recogniser, test, work, new Set(overlap && [...overlap.train, ...overlap.valid]));
  }
  await recogniser.release();
}

async function* judge(
  model: Pick<CrossModel, 'name' | 'seed'>,
  recogniser: Recogniser,
  test: TestSet,
  work: Work,
  seen: ReadonlySet<string>,
): AsyncGenerator<JobEvent, void> {
  const { folder, options, map } = work;
  const own = model === plain ? {} : map;
  const mapped = mappedSamples(recogniser.classes, test.dataset, options.split, own, seen);
  if (mapped.samples.length === 0) {
    yield note(
      `Skipped ${model.name} on ${test.name}: ${mapped.seen === 1 ? 'its face was' : `all ${mapped.seen} faces were`} seen in training`,
    );
    return;
  }
  const { result } = yield* cell(folder, cellName(model, test.name), () =>
    predictCell(model, recogniser, test, mapped, options.signal),
  );
  yield cellEvent(result, false);
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

function cellEvent({ train, test, seed, n, war, uar, leftOut, seen }: CrossCell, reused: boolean): CellEvent {
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

/** Writes the finished cells as table, JSON, CSV and page. */
async function writeTables(
  { folder, tests, overlaps }: Work,
  models: readonly CrossModel[],
  conditions: Readonly<Record<string, unknown>>,
): Promise<CrossResult> {
  const cells: CrossCell[] = [];
  const missing: string[] = [];
  const framed: (readonly [string, string])[] = [];
  for (const model of models) {
    for (const test of tests) {
      if ((await overlaps(model, test)).overlap !== undefined) framed.push([model.name, test.name]);
    }
  }
  for (const model of [plain, ...models]) {
    for (const { name } of tests) {
      const found = await folder.kept<CrossCell>(cellName(model, name));
      if (found) cells.push(found);
      else missing.push(cellName(model, name));
    }
  }
  const rows = [...new Set([plain, ...models].map(({ name }) => name))];
  const columns = tests.map(({ name }) => name);
  const matrix = crossMatrix(cells, rows, columns);
  const table = crossTable(matrix);
  const results = { ...conditions, rows, columns, missing, cells };
  await folder.write('table.md', table);
  await folder.write('results.json', json(results));
  await folder.write('results.csv', crossCsv(cells));
  const drawn = tests.some(({ dataset }) => dataset.drawn);
  await writePage(
    join(folder.path, 'report.html'),
    renderCross({
      title: 'What carries over',
      subtitle: `${plural(rows.length, 'model')} on ${plural(columns.length, 'data set')}`,
      notice: drawn ? 'Some of these numbers are for drawn faces: they say nothing about people' : undefined,
      ...matrix,
      framed,
      missing,
      conditions,
    }),
  );
  return { table, results };
}
