// `mpafer ablate`: the paper's tables and every switch of the method, over seeds and folds.
import { Command, Option } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import type { Shots } from '../../experiments/few-shot-cells.ts';
import { type ExperimentName, experiments } from '../../experiments/variants.ts';
import { ablate } from '../../jobs/experiments/ablate.ts';
import { baseToNew } from '../../jobs/experiments/base-to-new.ts';
import { fewShots } from '../../jobs/experiments/few-shot.ts';
import type { FewShotOptions } from '../../jobs/experiments/shot-experiment.ts';
import type { Experiment } from '../../jobs/shards/experiment-shard.ts';
import { embeddedClip } from '../../platform/node/models/models.ts';
import { type ComputeFlags, deviceOption, givenCompute, threadsOption } from '../options/compute-options.ts';
import { wholeNumbers } from '../options/number-options.ts';
import { readSettings } from '../options/read-settings.ts';
import { givenShard, type ShardFlag, shardOption } from '../options/shard-option.ts';
import { openSession } from '../terminal/session.ts';
import { followShard } from '../terminal/shard-text.ts';

interface Options extends ShardFlag, ComputeFlags {
  readonly experiment: ExperimentName | 'few-shot' | 'base-to-new';
  readonly data: readonly string[];
  readonly clip: string;
  readonly out: string;
  readonly seeds: string;
  readonly shots?: string;
  readonly config?: string;
  readonly descriptions?: string;
  readonly only?: string;
  readonly report?: true;
  readonly quiet?: true;
}

export const ablateCommand = (): Command =>
  new Command('ablate')
    .argument('[settings...]', 'key=value, for all variants, e.g. epochs=20')
    .addOption(
      new Option(
        '--experiment <name>',
        'ladder: Table 1; hard-prompts: Table 2; prototypes: Table 3; switches: every other setting; baselines: CoOp, KgCoOp, visual prompts alone; few-shot: heads and prompts by the number of faces; base-to-new: the same where half the classes are only described',
      )
        .choices([...Object.keys(experiments), 'few-shot', 'base-to-new'])
        .default('ladder'),
    )
    .requiredOption('--data <spec...>', 'data set, or several to pool, e.g. the folds of ck48')
    .requiredOption('--out <folder>', 'folder of results; existing results are reused')
    .option('--clip <model>', 'name, folder or file of a CLIP', embeddedClip)
    .option('--seeds <list>', 'seeds to train with, separated by commas', '1,2,3')
    .option(
      '--shots <list>',
      'with few-shot and base-to-new: faces a class, separated by commas, e.g. 1,4,all (default: 1,2,4,8,16)',
    )
    .option('--only <variants>', 'rows to run, separated by commas; every experiment also has linear-probe')
    .option('--config <file>', 'JSON file of settings')
    .option('--descriptions <file>', 'JSON {class: description or list of descriptions}')
    .option('--report', 'run nothing: write table and page from existing results')
    .addOption(shardOption('cells'))
    .addOption(deviceOption())
    .addOption(threadsOption())
    .option('--quiet', 'print nothing but the table')
    .addHelpText(
      'after',
      `
Examples:
  mpafer ablate --experiment ladder --data "ck48:CK+48?fold=0" "ck48:CK+48?fold=1" --seeds 1,2,3 --out runs/ladder epochs=30
  mpafer ablate --experiment few-shot --data ck48:CK+48 --seeds 1,2,3,4,5 --only zs-lp,clap,anchored --out runs/few
  mpafer ablate --experiment base-to-new --data ck48:CK+48 --seeds 1,2,3,4,5 --only zero-shot,zs-lp,clap,anchored --out runs/new`,
    )
    .action(run);

async function run(settings: readonly string[], options: Options): Promise<void> {
  using session = openSession(options);
  const { experiment, data, out, clip, descriptions, only, report } = options;
  const shared = {
    data,
    out,
    clip,
    descriptions,
    seeds: wholeNumbers('--seeds', options.seeds),
    only: only?.split(','),
    configuration: await readSettings(options.config, settings),
    reportOnly: report,
    ...givenCompute(options),
    signal: session.signal,
  };
  const asked = experimentOf(experiment, options.shots, shared);
  const shard = givenShard(options);
  if (shard !== undefined && report) {
    throw new MpaferError('usage', 'Cannot report on a shard; expected --report or --shard, not both');
  }
  if (shard !== undefined) return followShard(session, asked, shard);
  console.log(await session.follow(jobOf(asked)));
}

type Ablation = Extract<Experiment, { readonly job: 'ablate' | 'few-shot' | 'base-to-new' }>;

function experimentOf(
  experiment: Options['experiment'],
  shots: string | undefined,
  shared: Omit<FewShotOptions, 'shots'>,
): Ablation {
  if (experiment === 'few-shot' || experiment === 'base-to-new') {
    return { job: experiment, options: { ...shared, shots: shots === undefined ? undefined : shotList(shots) } };
  }
  if (shots === undefined) return { job: 'ablate', options: { ...shared, experiment } };
  throw new MpaferError('usage', `Cannot use --shots with ${experiment}; expected few-shot or base-to-new`);
}

function jobOf({ job, options }: Ablation) {
  if (job === 'ablate') return ablate(options);
  return job === 'few-shot' ? fewShots(options) : baseToNew(options);
}

/** A list such as `1,4,all`. @throws MpaferError `usage` unless it has distinct whole numbers from 1, or `all` */
function shotList(text: string): readonly Shots[] {
  const parts = text.split(',').map((part) => part.trim());
  const shots = parts.map((part) => (part === 'all' ? part : Number(part)));
  const valid = shots.every((count) => count === 'all' || (Number.isSafeInteger(count) && count >= 1));
  if (valid && new Set(shots).size === shots.length) return shots;
  throw new MpaferError(
    'usage',
    `Cannot use --shots ${text}; expected distinct whole numbers from 1, or all, e.g. 1,4,all`,
  );
}
