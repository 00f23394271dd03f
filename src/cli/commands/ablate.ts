// `mpafer ablate`: the paper's tables and every switch of the method, over seeds and folds.
import { Command, Option } from 'commander';
import { type ExperimentName, experiments } from '../../experiments/variants.ts';
import { ablate } from '../../jobs/experiments/ablate.ts';
import { embeddedClip } from '../../platform/node/models/models.ts';
import { wholeNumbers } from '../options/number-options.ts';
import { readSettings } from '../options/read-settings.ts';
import { openSession } from '../terminal/session.ts';

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
        'ladder: Table 1; hard-prompts: Table 2; prototypes: Table 3; switches: every other setting; baselines: CoOp, KgCoOp, visual prompts alone',
      )
        .choices(Object.keys(experiments))
        .default('ladder'),
    )
    .requiredOption('--data <spec...>', 'data set, or several to pool, e.g. the folds of ck48')
    .requiredOption('--out <folder>', 'folder of results; existing results are reused')
    .option('--clip <model>', 'name, folder or file of a CLIP', embeddedClip)
    .option('--seeds <list>', 'seeds to train with, separated by commas', '1,2,3')
    .option('--only <variants>', 'rows to run, separated by commas; every experiment also has linear-probe')
    .option('--config <file>', 'JSON file of settings')
    .option('--descriptions <file>', 'JSON {class: description or list of descriptions}')
    .option('--report', 'run nothing: write table and page from existing results')
    .option('--quiet', 'print nothing but the table')
    .addHelpText(
      'after',
      `
Example:
  mpafer ablate --experiment ladder --data "ck48:CK+48?fold=0" "ck48:CK+48?fold=1" --seeds 1,2,3 --out runs/ladder epochs=30`,
    )
    .action(run);

async function run(settings: readonly string[], options: Options): Promise<void> {
  using session = openSession(options);
  const { experiment, data, out, clip, descriptions, only, report } = options;
  const table = await session.follow(
    ablate({
      experiment,
      data,
      out,
      clip,
      descriptions,
      seeds: wholeNumbers('--seeds', options.seeds),
      only: only?.split(','),
      configuration: await readSettings(options.config, settings),
      reportOnly: report,
      signal: session.signal,
    }),
  );
  console.log(table);
}
