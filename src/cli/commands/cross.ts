// `mpafer cross`: train on one data set, test on others; a matrix of WAR and UAR.
import { Command, Option } from 'commander';
import { json } from '../../core/json.ts';
import { type Split, splits } from '../../data/dataset.ts';
import { cross } from '../../jobs/experiments/cross.ts';
import { embeddedClip } from '../../platform/node/models/models.ts';
import { type ComputeFlags, deviceOption, givenCompute, threadsOption } from '../options/compute-options.ts';
import { namedSpecs } from '../options/named-specs.ts';
import { wholeNumbers } from '../options/number-options.ts';
import { readSettings } from '../options/read-settings.ts';
import { givenShard, type ShardFlag, shardOption } from '../options/shard-option.ts';
import { openSession } from '../terminal/session.ts';
import { followShard } from '../terminal/shard-text.ts';

interface Options extends ShardFlag, ComputeFlags {
  readonly train?: readonly string[];
  readonly run?: readonly string[];
  readonly test?: readonly string[];
  readonly out: string;
  readonly split: Split | 'all';
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
    .argument('[settings...]', 'key=value, for all trainings, e.g. epochs=20')
    .option('--train <spec...>', 'data sets to train on, a row each; NAME=SPEC gives a name')
    .option('--run <run...>', 'trained runs, a row each; NAME=RUN gives a name')
    .option('--test <spec...>', 'data sets to test on, a column each (default: those of --train)')
    .requiredOption('--out <folder>', 'folder of runs and results; existing results are reused')
    .addOption(new Option('--split <name>', 'faces to test on').choices([...splits, 'all']).default('test'))
    .option('--seeds <list>', 'seeds to train with, separated by commas', '1')
    .option('--map <file>', 'JSON {class of a test set: class of the model, or null}; overrides names and synonyms')
    .option('--clip <model>', 'name, folder or file of a CLIP', embeddedClip)
    .option('--config <file>', 'JSON file of settings')
    .option('--descriptions <file>', 'JSON {class: description or list of descriptions}')
    .addOption(shardOption('rows'))
    .addOption(deviceOption())
    .addOption(threadsOption())
    .option('--json', 'print the results as JSON on standard output')
    .option('--quiet', 'print nothing but the table')
    .addHelpText(
      'after',
      `
Examples:
  mpafer cross --train rafdb:../RAF-DB ferplus:../ferplus --out runs/cross epochs=20
  mpafer cross --run mine=runs/mine --test ck48:../CK+48 jaffe:../jaffe --split all --out runs/transfer`,
    )
    .action(run);

async function run(settings: readonly string[], options: Options): Promise<void> {
  using session = openSession(options);
  const { out, split, clip, descriptions, map } = options;
  const asked = {
    train: namedSpecs('--train', options.train ?? []),
    runs: namedSpecs('--run', options.run ?? []),
    test: namedSpecs('--test', options.test ?? options.train ?? []),
    out,
    split,
    clip,
    descriptions,
    map,
    seeds: wholeNumbers('--seeds', options.seeds),
    configuration: await readSettings(options.config, settings),
    ...givenCompute(options),
    signal: session.signal,
  };
  const shard = givenShard(options);
  if (shard !== undefined) return followShard(session, { job: 'cross', options: asked }, shard);
  const { table, results } = await session.follow(cross(asked));
  console.log(options.json ? json(results).trimEnd() : table);
}
