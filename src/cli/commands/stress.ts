// `mpafer stress`: a trained run on faces that are covered, badly lit, blurred, small, compressed or tilted.
import { Command } from 'commander';
import { json } from '../../core/json.ts';
import type { SplitChoice } from '../../data/dataset.ts';
import { stress } from '../../jobs/experiments/stress.ts';
import { type ComputeFlags, deviceOption, givenCompute, threadsOption } from '../options/compute-options.ts';
import { wholeNumber } from '../options/number-options.ts';
import { givenShard, type ShardFlag, shardOption } from '../options/shard-option.ts';
import { splitOption } from '../options/split-option.ts';
import { openSession } from '../terminal/session.ts';
import { followShard } from '../terminal/shard-text.ts';

interface Options extends ShardFlag, ComputeFlags {
  readonly run: string;
  readonly data: string;
  readonly out: string;
  readonly split?: SplitChoice;
  readonly only?: string;
  readonly faces?: string;
  readonly clip?: string;
  readonly json?: true;
  readonly quiet?: true;
}

export const stressCommand = (): Command =>
  new Command('stress')
    .requiredOption('--run <run>', 'run folder, checkpoint file, or a name of `mpafer models list`')
    .requiredOption('--data <spec>', 'data set, e.g. ferplus:PATH, folder:PATH, synthetic:')
    .requiredOption('--out <folder>', 'folder of results; existing results are reused')
    .addOption(splitOption())
    .option(
      '--only <names>',
      'which perturbations, separated by commas: eyes, mouth, dark, bright, blur, low-resolution, jpeg, rotation',
    )
    .option('--faces <n>', 'at most this many faces, drawn at random, the same ones at every point')
    .option('--clip <model>', 'name, folder or file of the CLIP that the run was trained with')
    .addOption(shardOption('points'))
    .addOption(deviceOption())
    .addOption(threadsOption())
    .option('--json', 'print the results as JSON on standard output')
    .option('--quiet', 'print nothing but the table')
    .addHelpText(
      'after',
      `
Examples:
  mpafer stress --run runs/mine --data folder:my-faces --out runs/mine-stress
  mpafer stress --run runs/mine --data folder:my-faces --out runs/mine-masks --only mouth,eyes --faces 500`,
    )
    .action(run);

async function run(options: Options): Promise<void> {
  using session = openSession(options);
  const { run, data, out, split, clip, only, faces, json: asJson } = options;
  const asked = {
    run,
    data,
    out,
    split,
    clip,
    only: only?.split(','),
    faces: faces === undefined ? undefined : wholeNumber('--faces', faces, 1, 10_000_000),
    ...givenCompute(options),
    signal: session.signal,
  };
  const shard = givenShard(options);
  if (shard !== undefined) return followShard(session, { job: 'stress', options: asked }, shard);
  const { table, results } = await session.follow(stress(asked));
  console.log(asJson ? json(results).trimEnd() : table);
}
