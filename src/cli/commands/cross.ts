// `mpafer cross`: train on one data set, test on others; a matrix over seeds, with class maps where label sets differ.
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { Configuration } from '../../configuration/configuration.ts';
import { MpaferError } from '../../core/errors.ts';
import { finish } from '../../core/finish.ts';
import { plural } from '../../core/plural.ts';
import { random } from '../../core/random.ts';
import { splits } from '../../data/dataset.ts';
import type { Engine } from '../../engine/engine.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { type GivenClasses, mappedSamples } from '../../experiments/class-map.ts';
import { type CrossCell, crossCell, crossCsv, crossMatrix, crossTable } from '../../experiments/cross-cells.ts';
import { readClassMap, requireKnownClasses } from '../../jobs/experiments/class-map-file.ts';
import {
  type CrossModel,
  crossModels,
  openNamed,
  type TestSet,
  trainingOverlaps,
} from '../../jobs/experiments/cross-models.ts';
import { type ExperimentFolder, fileName, json, openExperiment } from '../../jobs/experiments/experiment-folder.ts';
import { type NamedSpec, namedSpecs } from '../../jobs/experiments/named-specs.ts';
import { withResumeHint } from '../../jobs/experiments/resume-hint.ts';
import { loadDescriptions } from '../../jobs/load-descriptions.ts';
import { readConfiguration } from '../../jobs/train/read-configuration.ts';
import { trainInto } from '../../jobs/train/train-into.ts';
import { writePage } from '../../jobs/write-page.ts';
import { featureFolder } from '../../platform/node/files/feature-folder.ts';
import { embeddedClip, openClip, recordedModel } from '../../platform/node/models/models.ts';
import { openRun } from '../../platform/node/models/open-run.ts';
import type { Recogniser } from '../../recognise/load-run.ts';
import { zeroShotRecogniser } from '../../recognise/zero-shot.ts';
import { renderCross } from '../../report/pages/cross-page.ts';
import { wholeNumbers } from '../options/whole-numbers.ts';
import { type Progress, percent, terminalProgress } from '../terminal/progress.ts';
import { stopSignal } from '../terminal/stop-signal.ts';

export interface CrossOptions {
  readonly train?: readonly string[];
  readonly run?: readonly string[];
  readonly test?: readonly string[];
  readonly out: string;
  readonly split: (typeof splits)[number] | 'all';
  readonly seeds: string;
  readonly clip: string;
  readonly config?: string;
  readonly descriptions?: string;
  readonly map?: string;
  readonly json?: true;
  readonly quiet?: true;
}

export const crossCommand = (): Command =>
  new Command('cross')
    .description('Train on one data set, test on others: a matrix of WAR and UAR')
    .argument('[settings...]', 'key=value, for all trainings, e.g. epochs=20')
    .option('--train <spec...>', 'data sets to train on, a row each; NAME=SPEC gives a name')
    .option('--run <run...>', 'runs that are trained already, a row each; NAME=RUN gives a name')
    .option('--test <spec...>', 'data sets to test on, a column each; those of --train unless told')
    .requiredOption('--out <folder>', 'folder of runs and results; what is there is kept and not done again')
    .addOption(new Option('--split <name>', 'faces to test on').choices([...splits, 'all']).default('test'))
    .option('--seeds <list>', 'numbers, separated by commas', '1')
    .option('--map <file>', 'JSON {class of a test set: class of the model, or null}, over names and known synonyms')
    .option('--clip <model>', 'folder or file of a CLIP', embeddedClip)
    .option('--config <file>', 'JSON file of settings')
    .option('--descriptions <file>', 'JSON {class: description or list of descriptions}')
    .option('--json', 'print the results as JSON on standard output')
    .option('--quiet', 'print nothing but the table')
    .addHelpText(
      'after',
      `
Examples:
  mpafer cross --train rafdb:../RAF-DB ferplus:../ferplus --out runs/cross epochs=20
  mpafer cross --run mine=runs/mine --test ck48:../CK+48 jaffe:../jaffe --split all --out runs/carry-over`,
    )
    .action(run);

/** What all cells are made with. */
interface Work {
  readonly options: CrossOptions;
  readonly folder: ExperimentFolder;
  readonly engine: Engine;
  readonly configuration: Configuration;
  readonly map: GivenClasses;
  readonly tests: readonly TestSet[];
  readonly overlaps: ReturnType<typeof trainingOverlaps>;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

async function run(settings: readonly string[], options: CrossOptions): Promise<void> {
  const progress = terminalProgress(options.quiet === true);
  const trained = namedSpecs('--train', options.train ?? []);
  const runs = namedSpecs('--run', options.run ?? []);
  const columns = namedSpecs('--test', options.test ?? options.train ?? []);
  refuseEmpty([...trained, ...runs], columns);
  const configuration = await readConfiguration(options.config, settings);
  const models = await crossModels(trained, runs, wholeNumbers('--seeds', options.seeds), join(options.out, 'runs'));
  const map = await readClassMap(options.map);
  const tests = await openNamed(columns);
  const classes = tests.flatMap(({ dataset }) => dataset.classes);
  requireKnownClasses(map, classes, options.map);
  const conditions = conditionsOf(options, configuration, map, [...trained, ...runs], columns);
  const folder = await openExperiment(options.out, 'cross', conditions);
  const engine = nodeEngine();
  const stop = stopSignal(progress.say);
  const overlaps = trainingOverlaps();
  const work: Work = { options, folder, engine, configuration, map, tests, overlaps, signal: stop.signal, progress };
  try {
    for (const test of tests) await zeroShot(test, work);
    for (const model of models) await row(model, work);
    const table = await writeTables(work, models, conditions);
    console.log(table);
    progress.say(`Report: ${options.out}/report.html`);
  } catch (error) {
    throw withResumeHint(error);
  } finally {
    progress.clear();
    stop.release();
    await engine.close();
    await folder.close();
  }
}

function refuseEmpty(rows: readonly NamedSpec[], columns: readonly NamedSpec[]): void {
  if (rows.length > 0 && columns.length > 0) return;
  throw new MpaferError('usage', `Cannot cross: there is no ${rows.length === 0 ? '--train and no --run' : '--test'}`, {
    hint: 'For example mpafer cross --train rafdb:../RAF-DB ferplus:../ferplus --out runs/cross',
  });
}

const conditionsOf = (
  options: CrossOptions,
  { seed: _, ...configuration }: Configuration,
  map: GivenClasses,
  rows: readonly NamedSpec[],
  columns: readonly NamedSpec[],
) => ({
  configuration,
  clip: recordedModel(options.clip),
  ...(options.descriptions !== undefined && { descriptions: options.descriptions }),
  split: options.split,
  map,
  // One key for each, so that rows and columns can be added.
  ...Object.fromEntries(rows.map(({ name, spec }) => [`row ${name}`, spec])),
  ...Object.fromEntries(columns.map(({ name, spec }) => [`column ${name}`, spec])),
});

const cellName = ({ name, seed }: Pick<CrossModel, 'name' | 'seed'>, test: string): string =>
  `${fileName(name)}-seed${seed}-on-${fileName(test)}`;

const plain = { name: 'zero-shot', seed: 0 } as const;

/** Plain CLIP on a test set, by the set's own classes. */
async function zeroShot(test: TestSet, work: Work): Promise<void> {
  const { engine, options, configuration, folder, progress } = work;
  if (await folder.kept(cellName(plain, test.name))) return;
  const descriptions = await loadDescriptions(options.descriptions);
  const { classes } = test.dataset;
  const clip = await openClip(options.clip);
  try {
    const recogniser = await zeroShotRecogniser(engine, clip, classes, descriptions, {
      hardPrompt: configuration.hardPrompt,
    });
    await judge(plain, recogniser, test, work, new Set());
    await recogniser.release();
  } catch (error) {
    if (!(error instanceof MpaferError) || error.code !== 'descriptions') throw error;
    progress.say(`zero-shot on ${test.name}: left out, ${error.message}`);
  }
}

/** Trains a model where that is not done yet, and tests it on what it has not been tested on. */
async function row(model: CrossModel, work: Work): Promise<void> {
  const { options, engine, configuration, folder, progress, signal } = work;
  const open: TestSet[] = [];
  for (const test of work.tests) {
    const known = await folder.kept<CrossCell>(cellName(model, test.name));
    if (known === undefined) open.push(test);
    else tell(known, progress, '  (was there)');
  }
  if (open.length === 0) return;
  if (model.source !== undefined) {
    progress.say(`${model.name}, seed ${model.seed}: ${model.run}`);
    const descriptions = await loadDescriptions(options.descriptions);
    const input = { engine, clip: await openClip(options.clip), dataset: model.source.dataset, descriptions, signal };
    const record = {
      data: model.source.spec,
      clip: recordedModel(options.clip),
      ...(options.descriptions !== undefined && { descriptions: options.descriptions }),
      configuration: { ...configuration, seed: model.seed },
    };
    await trainInto(model.run, { ...input, features: featureFolder() }, record, progress);
  }
  const { recogniser } = await openRun(engine, model.run);
  for (const test of open) {
    const { seen, doubt } = await work.overlaps(model, test);
    if (doubt !== undefined) {
      progress.say(
        `${model.name} on ${test.name}: ${doubt}; faces that it has seen cannot be told and are not left out`,
      );
    }
    await judge(model, recogniser, test, work, new Set(seen && [...seen.train, ...seen.valid]));
  }
  await recogniser.release();
}

async function judge(
  model: Pick<CrossModel, 'name' | 'seed'>,
  recogniser: Recogniser,
  test: TestSet,
  { folder, options, map, signal, progress }: Work,
  seen: ReadonlySet<string>,
): Promise<void> {
  const own = model === plain ? {} : map;
  const mapped = mappedSamples(recogniser.classes, test.dataset, options.split, own, seen);
  if (mapped.samples.length === 0) {
    progress.say(
      `${model.name} on ${test.name}: left out, ${mapped.seen === 1 ? 'its face was' : `all ${mapped.seen} faces were`} seen in training`,
    );
    return;
  }
  const cell = await folder.cell(cellName(model, test.name), async () => {
    const predictions = await finish(recogniser.predict(mapped.samples, signal), (done) =>
      progress.show(`${model.name} on ${test.name}  ${done} of ${mapped.samples.length}`),
    );
    return crossCell(model.name, test.name, model.seed, predictions, mapped, random(1).split('intervals'));
  });
  tell(cell, progress);
}

function tell({ train, test, seed, n, war, uar, leftOut, seen }: CrossCell, progress: Progress, more = ''): void {
  const outs = Object.entries(leftOut).map(([name, count]) => `${count} of ${name}`);
  if (seen > 0) outs.push(`${seen} seen in training`);
  const left = outs.length === 0 ? '' : `  left out: ${outs.join(', ')}`;
  const who = train === plain.name ? train : `${train}, seed ${seed}`;
  progress.say(`${who} on ${test}  ${plural(n, 'face')}  WAR ${percent(war)}  UAR ${percent(uar)}${left}${more}`);
}

/** Writes what is there as table, JSON, CSV and page; returns what to print. */
async function writeTables(
  { folder, tests, options, overlaps }: Work,
  models: readonly CrossModel[],
  conditions: Readonly<Record<string, unknown>>,
): Promise<string> {
  const cells: CrossCell[] = [];
  const missing: string[] = [];
  const framed: (readonly [string, string])[] = [];
  for (const model of models) {
    for (const test of tests) {
      if ((await overlaps(model, test)).seen !== undefined) framed.push([model.name, test.name]);
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
  const results = json({ ...conditions, rows, columns, missing, cells });
  await folder.write('table.md', table);
  await folder.write('results.json', results);
  await folder.write('results.csv', crossCsv(cells));
  const drawn = tests.some(({ dataset }) => dataset.name === 'synthetic');
  await writePage(
    join(folder.path, 'report.html'),
    renderCross({
      title: 'What carries over',
      subtitle: `${plural(rows.length, 'model')} on ${plural(columns.length, 'data set')}`,
      notice: drawn ? 'Some of these numbers are of drawn faces: they say nothing about people' : undefined,
      ...matrix,
      framed,
      missing,
      conditions,
    }),
  );
  return options.json ? results.trimEnd() : table;
}
