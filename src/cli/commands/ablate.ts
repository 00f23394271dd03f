// `mpafer ablate`: the paper's tables and every switch of the method, over seeds and folds; resumable; one table out.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { type CellInput, type CellResult, probeCell, trainCell } from '../../experiments/cells.ts';
import { summarise, summaryTable } from '../../experiments/summary.ts';
import { type ExperimentName, experiments, type Variant } from '../../experiments/variants.ts';
import { nodeDataHost } from '../../platform/node/data-host.ts';
import { featureFolder } from '../../platform/node/feature-folder.ts';
import { embeddedClip, openClip } from '../../platform/node/models.ts';
import { readJson } from '../../platform/node/read-json.ts';
import { exists } from '../../platform/node/run-folder.ts';
import { writeFile } from '../../platform/node/write-file.ts';
import { parseConfiguration } from '../../train/configuration.ts';
import { withSettings } from '../../train/settings.ts';
import type { TrainEvent } from '../../train/train-event.ts';
import { loadDescriptions } from '../load-descriptions.ts';
import { type Progress, percent, terminalProgress } from '../progress.ts';
import { stopSignal } from '../stop-signal.ts';

interface Options {
  readonly experiment: ExperimentName;
  readonly data: readonly string[];
  readonly clip: string;
  readonly out: string;
  readonly seeds: string;
  readonly config?: string;
  readonly descriptions?: string;
  readonly only?: string;
}

export const ablateCommand = (): Command =>
  new Command('ablate')
    .description("Compare variants of the method over seeds: the paper's tables, or every switch")
    .argument('[settings...]', 'key=value, for all variants, e.g. epochs=20')
    .addOption(
      new Option(
        '--experiment <name>',
        'ladder: Table 1; hard-prompts: Table 2; prototypes: Table 3; switches: all others',
      )
        .choices(Object.keys(experiments))
        .default('ladder'),
    )
    .requiredOption('--data <spec...>', 'one data set, or several that pool to one, e.g. the folds of ck48')
    .requiredOption('--out <folder>', 'folder of results; what is there is kept and not done again')
    .option('--clip <model>', 'folder or file of a CLIP', embeddedClip)
    .option('--seeds <list>', 'numbers, separated by commas', '1,2,3')
    .option('--only <variants>', 'names of variants, separated by commas')
    .option('--config <file>', 'JSON file of settings')
    .option('--descriptions <file>', 'JSON {class: description or list of descriptions}')
    .addHelpText(
      'after',
      `
Example:
  mpafer ablate --experiment ladder --data "ck48:CK+48?fold=0" "ck48:CK+48?fold=1" --seeds 1,2,3 --out runs/ladder epochs=30`,
    )
    .action(run);

async function run(settings: readonly string[], options: Options): Promise<void> {
  const progress = terminalProgress(false);
  const file = options.config === undefined ? {} : await readJson(options.config, 'configuration');
  const configuration = parseConfiguration(withSettings(file, settings), 'the settings');
  const seeds = options.seeds.split(',').map(Number);
  if (!seeds.every(Number.isSafeInteger)) {
    throw new MpaferError('usage', `Cannot use --seeds ${options.seeds}: must be whole numbers, separated by commas`);
  }
  const variants = chosenVariants(options);
  const clip = await openClip(options.clip);
  const descriptions = await loadDescriptions(options.descriptions);
  const datasets = await Promise.all(
    options.data.map(async (spec) => ({ spec, dataset: await openDataset(spec, nodeDataHost) })),
  );
  await mkdir(join(options.out, 'cells'), { recursive: true });
  const engine = nodeEngine();
  const stop = stopSignal(progress.say);
  try {
    const cells: CellResult[] = [];
    for (const [index, { spec, dataset }] of datasets.entries()) {
      const input: CellInput = {
        data: spec,
        engine,
        clip,
        dataset,
        descriptions,
        configuration,
        features: featureFolder(),
        signal: stop.signal,
      };
      const cell = async (name: string, work: () => AsyncGenerator<TrainEvent, readonly CellResult[]>) => {
        const path = join(options.out, 'cells', `${name}.json`);
        const results = (await exists(path))
          ? (JSON.parse(await readFile(path, 'utf8')) as CellResult[])
          : await carryOut(name, work(), progress);
        if (!(await exists(path))) await writeFile(path, `${JSON.stringify(results, undefined, 2)}\n`);
        cells.push(
          ...results.filter((own) => !own.variant.startsWith('zero-shot') || !cells.some((known) => same(known, own))),
        );
        await writeFile(join(options.out, 'table.md'), summaryTable(summarise(cells, variants)));
      };
      await cell(`linear-probe-data${index}`, () => inList(probeCell(input)));
      for (const seed of seeds) {
        for (const variant of variants) {
          await cell(`${variant.name}-seed${seed}-data${index}`, () => trainCell(input, variant, seed));
        }
      }
    }
    const rows = summarise(cells, variants);
    await writeFile(
      join(options.out, 'results.json'),
      `${JSON.stringify({ data: options.data, configuration, rows, cells }, undefined, 2)}\n`,
    );
    console.log(summaryTable(rows));
  } finally {
    stop.release();
    await engine.close();
  }
}

/** Zero-shot knows no seed: it comes with every run and counts once for each data set. */
const same = (a: CellResult, b: CellResult): boolean => a.variant === b.variant && a.data === b.data;

async function* inList(
  work: AsyncGenerator<TrainEvent, CellResult>,
): AsyncGenerator<TrainEvent, readonly CellResult[]> {
  return [yield* work];
}

async function carryOut(
  name: string,
  work: AsyncGenerator<TrainEvent, readonly CellResult[]>,
  progress: Progress,
): Promise<readonly CellResult[]> {
  for (;;) {
    const next = await work.next();
    if (next.done) {
      const [first] = next.value;
      progress.say(`${name}  WAR ${percent(first!.war)}  UAR ${percent(first!.uar)}`);
      return next.value;
    }
    const event = next.value;
    if (event.kind === 'step')
      progress.show(`${name}  epoch ${event.epoch}/${event.epochs}  ${event.images}/${event.of}`);
  }
}

function chosenVariants({ experiment, only }: Options): readonly Variant[] {
  const all: readonly Variant[] = experiments[experiment];
  if (only === undefined) return all;
  return only.split(',').map((name) => {
    const found = all.find((variant) => variant.name === name);
    if (found !== undefined) return found;
    throw new MpaferError(
      'usage',
      `Cannot find variant "${name}" in ${experiment}: there are ${all.map((variant) => variant.name).join(', ')}`,
    );
  });
}
