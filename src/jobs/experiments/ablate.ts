// The paper's tables and every switch of the method, over seeds and folds: resumable cells, one table and one page.
import { join } from 'node:path';
import { type Configuration, parseConfiguration } from '../../configuration/configuration.ts';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import { plural } from '../../core/plural.ts';
import { openDataset } from '../../data/open-dataset.ts';
import type { CellResult } from '../../experiments/cells.ts';
import { cellsCsv, summarise, summaryTable } from '../../experiments/summary.ts';
import type { ExperimentName, Variant } from '../../experiments/variants.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { embeddedClip, openClip, recordedModel } from '../../platform/node/models/models.ts';
import { renderComparison } from '../../report/pages/comparison-page.ts';
import { type ComputeOptions, deviceCondition, featuresOn, jobEngine } from '../job-engine.ts';
import { type JobEvent, note } from '../job-event.ts';
import { loadDescriptions } from '../load-descriptions.ts';
import type { Shard } from '../shards/shard.ts';
import { writePage } from '../write-page.ts';
import { type Cell, cellsOf, chosenRows } from './ablate-cells.ts';
import { computeCells, type FinishedCell } from './compute-cells.ts';
import { type ExperimentFolder, experimentFile, openExperiment } from './experiment-folder.ts';
import { keptTraining } from './kept-training.ts';
import { withResumeHint } from './resume-hint.ts';

/** Options of `ablate`. */
export interface AblateOptions extends ComputeOptions {
  readonly experiment: ExperimentName;
  /** SPECs of data sets whose test faces are pooled, e.g. the folds of `ck48`. */
  readonly data: readonly string[];
  /** Folder of results; finished cells are reused. */
  readonly out: string;
  readonly seeds: readonly number[];
  readonly clip?: string | undefined;
  /** Settings that all rows share. */
  readonly configuration?: Readonly<Record<string, unknown>> | undefined;
  readonly descriptions?: string | undefined;
  /** Names of the rows to run; all by default. */
  readonly only?: readonly string[] | undefined;
  /** Run nothing: write table and page from the finished cells. */
  readonly reportOnly?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs the cells of an ablation that are not finished yet, and writes its table and page.
 *
 * @returns the table as Markdown
 * @throws MpaferError `usage` for an unknown row, `run` when `out` holds something else, and whatever training throws
 * @example
 * ```ts
 * import { ablate, finishJob } from 'mpafer/jobs';
 * const data = ['synthetic:?count=60&size=48'];
 * const table = await finishJob(ablate({ experiment: 'baselines', only: ['zero-shot'], data, out: 'ablation', seeds: [1] }));
 * console.log(table.includes('zero-shot, type 3')); // true
 * ```
 */
export async function* ablate(options: AblateOptions): AsyncGenerator<JobEvent, string> {
  return (yield* ablateCells(options)).table;
}

/** @param shard only the cells of this part, without a page */
export async function* ablateCells(
  options: AblateOptions,
  shard?: Shard,
): AsyncGenerator<JobEvent, { readonly table: string; readonly cells: readonly FinishedCell<unknown>[] }> {
  const { out, seeds, signal } = options;
  const configuration = parseConfiguration(options.configuration ?? {}, 'the settings');
  const rows = chosenRows(options.experiment, options.only);
  const clip = await openClip(options.clip ?? embeddedClip);
  const datasets = await Promise.all(
    options.data.map(async (spec) => ({ spec, dataset: await openDataset(spec, nodeDataHost) })),
  );
  const own = datasets.map(({ dataset }) => dataset.descriptions ?? {});
  const descriptions = await loadDescriptions(options.descriptions, Object.assign({}, ...own));
  if (options.reportOnly && !(await exists(join(out, experimentFile)))) {
    throw new MpaferError('run', `Cannot report on "${out}": no experiment has been run there`, {
      hint: 'Run the experiment first',
    });
  }
  const folder = yield* openExperiment(out, 'ablate', conditionsOf(options, configuration));
  await using engine = yield* jobEngine(options);
  const shared = { engine, clip, descriptions, configuration, features: featuresOn(options), signal };
  const cells = datasets.flatMap(({ spec, dataset }, index) =>
    cellsOf({ ...shared, data: spec, dataset }, index, rows, seeds),
  );
  const tables = () => writeTables(folder, cells, rows.variants, options, configuration);
  try {
    const finished = options.reportOnly ? [] : yield* computeAll(folder, cells, { shard, signal, tables });
    // Alone, since the page of a process that had not seen the last cell must not replace that of one that had.
    const table = await folder.alone(async () => {
      const found = await tables();
      if (shard === undefined) await writePage(join(out, 'report.html'), found.page);
      return found.table;
    });
    if (shard === undefined) yield note(`Report: ${out}/report.html`);
    return { table, cells: finished };
  } catch (error) {
    throw withResumeHint(error);
  }
}

interface ComputeAll {
  readonly shard: Shard | undefined;
  readonly signal: AbortSignal | undefined;
  tables(): Promise<{ readonly page: string }>;
}

async function* computeAll(
  folder: ExperimentFolder,
  cells: readonly Cell[],
  { shard, signal, tables }: ComputeAll,
): AsyncGenerator<JobEvent, readonly FinishedCell<readonly CellResult[]>[]> {
  const total = cells.length;
  const plans = cells.map(({ name, train }, at) => ({
    name,
    work: () => keptTraining(folder, { name, label: `${at + 1}/${total}  ${name}`, train }),
  }));
  return yield* computeCells(folder, plans, {
    shard,
    signal,
    async *done(at, [first], reused) {
      const { war, uar } = first!;
      yield { kind: 'cell', name: cells[at]!.name, war, uar, reused, position: { index: at + 1, total } };
      // Its charts are rasterised once, after the last cell.
      await folder.alone(async () => folder.write('report.html', (await tables()).page));
    },
  });
}

const conditionsOf = (options: AblateOptions, { seed: _, ...configuration }: Configuration) => ({
  configuration,
  ...deviceCondition(options),
  clip: recordedModel(options.clip ?? embeddedClip),
  ...(options.descriptions !== undefined && { descriptions: options.descriptions }),
  // One key each, so that folds can be added.
  ...Object.fromEntries(options.data.map((spec, index) => [`data${index}`, spec])),
});

/** Writes the finished cells as table, JSON and CSV; returns the table and its page. */
async function writeTables(
  folder: ExperimentFolder,
  cells: readonly Cell[],
  variants: readonly Variant[],
  options: AblateOptions,
  configuration: Configuration,
): Promise<{ readonly table: string; readonly page: string }> {
  const found: CellResult[] = [];
  const missing: string[] = [];
  for (const { name } of cells) {
    const results = await folder.kept<readonly CellResult[]>(name);
    if (results === undefined) missing.push(name);
    for (const own of results ?? []) {
      // Among the baselines, each type of hard prompt has its own row.
      if (options.experiment === 'baselines' && own.variant === 'zero-shot') continue;
      if (!own.variant.startsWith('zero-shot') || !found.some((known) => same(known, own))) found.push(own);
    }
  }
  const rows = summarise(found, variants);
  const { experiment, data } = options;
  const table = summaryTable(rows);
  await folder.write('table.md', table);
  await folder.write('results.json', json({ data, configuration, rows, missing, cells: found }));
  await folder.write('results.csv', cellsCsv(found));
  const faces = new Map(found.map(({ data: name, n }) => [name, n]));
  const page = renderComparison({
    title: titles[experiment],
    subtitle: data.join(', '),
    notice: data.some((spec) => spec.startsWith('synthetic:')) ? drawnNotice : undefined,
    lead: `${plural(sum([...faces.values()]), 'face')} of the ${found[0]?.split ?? 'test'} split${data.length > 1 ? `s of ${data.length} data sets, pooled` : ''}; each run contributes the epoch that validation selected.`,
    rows: rows.map(({ variant, ...row }) => ({
      ...row,
      name: variant,
      isBaseline: /^(zero-shot|linear-probe)/.test(variant),
    })),
    missing,
    conditions: conditionsOf(options, configuration),
  });
  return { table, page };
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const drawnNotice =
  'These numbers are for drawn faces: they show that the experiment runs, and say nothing about people';

const titles: Readonly<Record<ExperimentName, string>> = {
  ladder: 'What each component adds',
  baselines: 'MPA-FER compared with its baselines',
  'hard-prompts': 'What the hard prompts say',
  prototypes: 'How many images make a prototype',
  switches: 'Every switch of the method, one at a time',
};

/** Zero-shot has no seed: every run has it, and it counts once per data set. */
const same = (a: CellResult, b: CellResult): boolean => a.variant === b.variant && a.data === b.data;
