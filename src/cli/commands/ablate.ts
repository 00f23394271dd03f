// `mpafer ablate`: the paper's tables and every switch of the method, over seeds and folds; resumable; one table out.
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { Configuration } from '../../configuration/configuration.ts';
import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import type { CellResult } from '../../experiments/cells.ts';
import { cellsCsv, summarise, summaryTable } from '../../experiments/summary.ts';
import { type ExperimentName, experiments, type Variant } from '../../experiments/variants.ts';
import { type Cell, cellsOf, chosenRows } from '../../jobs/experiments/ablation-cells.ts';
import {
  type ExperimentFolder,
  experimentFile,
  json,
  openExperiment,
} from '../../jobs/experiments/experiment-folder.ts';
import { withResumeHint } from '../../jobs/experiments/resume-hint.ts';
import { loadDescriptions } from '../../jobs/load-descriptions.ts';
import { readConfiguration } from '../../jobs/train/read-configuration.ts';
import { writePage } from '../../jobs/write-page.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { featureFolder } from '../../platform/node/files/feature-folder.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { embeddedClip, openClip, recordedModel } from '../../platform/node/models/models.ts';
import { renderComparison } from '../../report/pages/comparison-page.ts';
import { wholeNumbers } from '../options/whole-numbers.ts';
import { percent, terminalProgress } from '../terminal/progress.ts';
import { stopSignal } from '../terminal/stop-signal.ts';
import { watchTraining } from '../terminal/watch-training.ts';

interface Options {
  readonly experiment: ExperimentName;
  readonly data: readonly string[];
  readonly clip: string;
  readonly out: string;
  readonly seeds: string;
  readonly config?: string;
  readonly descriptions?: string;
  readonly only?: string;
  readonly report?: true;
  readonly quiet?: true;
}

export const ablateCommand = (): Command =>
  new Command('ablate')
    .description("Compare variants of the method over seeds: the paper's tables, or every switch")
    .argument('[settings...]', 'key=value, for all variants, e.g. epochs=20')
    .addOption(
      new Option(
        '--experiment <name>',
        'ladder: Table 1; hard-prompts: Table 2; prototypes: Table 3; switches: all others; baselines: CoOp, KgCoOp, visual prompts alone',
      )
        .choices(Object.keys(experiments))
        .default('ladder'),
    )
    .requiredOption('--data <spec...>', 'one data set, or several that pool to one, e.g. the folds of ck48')
    .requiredOption('--out <folder>', 'folder of results; what is there is kept and not done again')
    .option('--clip <model>', 'folder or file of a CLIP', embeddedClip)
    .option('--seeds <list>', 'numbers, separated by commas', '1,2,3')
    .option('--only <variants>', 'names of rows, separated by commas; linear-probe is one of every experiment')
    .option('--config <file>', 'JSON file of settings')
    .option('--descriptions <file>', 'JSON {class: description or list of descriptions}')
    .option('--report', 'run nothing: make table and page of what is there')
    .option('--quiet', 'print nothing but the table')
    .addHelpText(
      'after',
      `
Example:
  mpafer ablate --experiment ladder --data "ck48:CK+48?fold=0" "ck48:CK+48?fold=1" --seeds 1,2,3 --out runs/ladder epochs=30`,
    )
    .action(run);

async function run(settings: readonly string[], options: Options): Promise<void> {
  const progress = terminalProgress(options.quiet === true);
  const configuration = await readConfiguration(options.config, settings);
  const seeds = wholeNumbers('--seeds', options.seeds);
  const rows = chosenRows(options.experiment, options.only);
  const clip = await openClip(options.clip);
  const descriptions = await loadDescriptions(options.descriptions);
  const datasets = await Promise.all(
    options.data.map(async (spec) => ({ spec, dataset: await openDataset(spec, nodeDataHost) })),
  );
  if (options.report && !(await exists(join(options.out, experimentFile)))) {
    throw new MpaferError('run', `Cannot report on "${options.out}": no experiment has been run there`, {
      hint: 'Run it without --report first',
    });
  }
  const folder = await openExperiment(options.out, 'ablate', conditionsOf(options, configuration));
  const engine = nodeEngine();
  const stop = stopSignal(progress.say);
  const shared = { engine, clip, descriptions, configuration, features: featureFolder(), signal: stop.signal };
  const cells = datasets.flatMap(({ spec, dataset }, index) =>
    cellsOf({ ...shared, data: spec, dataset }, index, rows, seeds),
  );
  try {
    if (!options.report) {
      for (const [index, { name, work }] of cells.entries()) {
        const label = `${index + 1}/${cells.length}  ${name}`;
        const before = await folder.kept<readonly CellResult[]>(name);
        const [first] = before ?? (await folder.cell(name, () => watchTraining(label, work(), progress)));
        progress.say(
          `${label}  WAR ${percent(first!.war)}  UAR ${percent(first!.uar)}${before ? '  (was there)' : ''}`,
        );
        const { page } = await writeTables(folder, cells, rows.variants, options, configuration);
        // Its charts are drawn as pictures once, when the last cell is done.
        await folder.write('report.html', page);
      }
    }
    const { table, page } = await writeTables(folder, cells, rows.variants, options, configuration);
    await writePage(join(folder.path, 'report.html'), page);
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

const conditionsOf = (options: Options, { seed: _, ...configuration }: Configuration) => ({
  configuration,
  clip: recordedModel(options.clip),
  ...(options.descriptions !== undefined && { descriptions: options.descriptions }),
  // One key for each, so that folds can be added.
  ...Object.fromEntries(options.data.map((spec, index) => [`data${index}`, spec])),
});

/** Writes what is there as table, JSON and CSV; returns the table, and the page of it. */
async function writeTables(
  folder: ExperimentFolder,
  cells: readonly Cell[],
  variants: readonly Variant[],
  options: Options,
  configuration: Configuration,
): Promise<{ readonly table: string; readonly page: string }> {
  const found: CellResult[] = [];
  const missing: string[] = [];
  for (const { name } of cells) {
    const results = await folder.kept<readonly CellResult[]>(name);
    if (results === undefined) missing.push(name);
    for (const own of results ?? []) {
      // Each type of hard prompt has a row of its own there.
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
  const faces = new Map(found.map((cell) => [cell.data, cell.n]));
  const page = renderComparison({
    title: titles[experiment],
    subtitle: data.join(', '),
    notice: data.some((spec) => spec.startsWith('synthetic:')) ? drawnNotice : undefined,
    lead: `${plural(sum([...faces.values()]), 'face')} of the ${found[0]?.split ?? 'test'} split${data.length > 1 ? `s of ${data.length} data sets, pooled` : ''}; of each run the epoch that validation selected.`,
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
  'These numbers are of drawn faces: they show that the experiment runs, and say nothing about people';

const titles: Readonly<Record<ExperimentName, string>> = {
  ladder: 'What each component adds',
  baselines: 'MPA-FER beside its baselines',
  'hard-prompts': 'What the hard prompts say',
  prototypes: 'How many images make a prototype',
  switches: 'Every switch of the method, one at a time',
};

/** Zero-shot knows no seed: it comes with every run and counts once for each data set. */
const same = (a: CellResult, b: CellResult): boolean => a.variant === b.variant && a.data === b.data;
