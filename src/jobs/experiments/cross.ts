// Train on one data set, test on others: a matrix over seeds, with class maps where label sets differ.
import { join } from 'node:path';
import { type Configuration, parseConfiguration } from '../../configuration/configuration.ts';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import { plural } from '../../core/plural.ts';
import type { GivenClasses } from '../../experiments/class-map.ts';
import { type CrossCell, crossCsv, crossMatrix, crossTable } from '../../experiments/cross-cells.ts';
import { embeddedClip, recordedModel } from '../../platform/node/models/models.ts';
import { renderCross } from '../../report/pages/cross-page.ts';
import { deviceCondition, jobEngine } from '../job-engine.ts';
import { type JobEvent, note } from '../job-event.ts';
import type { Shard } from '../shards/shard.ts';
import { writePage } from '../write-page.ts';
import { readClassMap, requireKnownClasses } from './class-map-file.ts';
import { computeCells, type FinishedCell } from './compute-cells.ts';
import { type CrossModel, type CrossOptions, crossModels, openNamed, overlapLookup } from './cross-models.ts';
import { type CrossWork, cellEvent, cellName, nameOf, plain, rowPlans } from './cross-rows.ts';
import { openExperiment } from './experiment-folder.ts';
import { withResumeHint } from './resume-hint.ts';

/** What `cross` found: each model on each data set. */
export interface CrossResult {
  /** The matrix as Markdown. */
  readonly table: string;
  /** What `results.json` holds. */
  readonly results: Readonly<Record<string, unknown>>;
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
  return (yield* crossRows(options)).whole!;
}

/** @param shard only the rows of this part, without a matrix */
export async function* crossRows(
  options: CrossOptions,
  shard?: Shard,
): AsyncGenerator<JobEvent, { readonly whole?: CrossResult; readonly cells: readonly FinishedCell<CrossCell>[] }> {
  const { out } = options;
  refuseEmpty(options);
  const configuration = parseConfiguration(options.configuration ?? {}, 'the settings');
  const models = await crossModels(options.train, options.runs, options.seeds, join(out, 'runs'));
  const map = await readClassMap(options.map);
  const tests = await openNamed(options.test);
  const classes = tests.flatMap(({ dataset }) => dataset.classes);
  requireKnownClasses(map, classes, options.map);
  const conditions = conditionsOf(options, configuration, map);
  const folder = yield* openExperiment(out, 'cross', conditions);
  await using engine = yield* jobEngine(options);
  const work: CrossWork = { options, folder, engine, configuration, map, tests, overlaps: overlapLookup() };
  for (const { name, dataset } of tests) {
    if (options.split === 'test' && dataset.dealt?.includes('test')) {
      yield note(
        `${name} has no splits of its own: testing on the faces that were set aside; the split "all" tests on all faces`,
      );
    }
  }
  try {
    const rows = yield* computeCells(folder, rowPlans(models, work), {
      shard,
      signal: options.signal,
      async *done(at, cells, reused) {
        // Results are reported as they are computed.
        if (reused && at >= tests.length) for (const one of cells) yield cellEvent(one, true);
      },
    });
    const cells = rows.flatMap(({ result }) => result.map((one) => ({ name: nameOf(one), result: one })));
    if (shard !== undefined) return { cells };
    const whole = await folder.alone(() => writeTables(work, models, conditions));
    yield note(`Report: ${out}/report.html`);
    return { whole, cells };
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
  { clip, descriptions, split, train, runs, test, device }: CrossOptions,
  { seed: _, ...configuration }: Configuration,
  map: GivenClasses,
) => ({
  configuration,
  ...deviceCondition({ device }),
  clip: recordedModel(clip ?? embeddedClip),
  ...(descriptions !== undefined && { descriptions }),
  split,
  map,
  // One key each, so that rows and columns can be added.
  ...Object.fromEntries([...train, ...runs].map(({ name, spec }) => [`row ${name}`, spec])),
  ...Object.fromEntries(test.map(({ name, spec }) => [`column ${name}`, spec])),
});

/** Writes the finished cells as table, JSON, CSV and page. */
async function writeTables(
  { folder, tests, overlaps }: CrossWork,
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
