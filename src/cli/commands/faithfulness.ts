// `mpafer faithfulness`: whether a run's maps are true, measured against controls.
import { Command } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import type { SplitChoice } from '../../data/dataset.ts';
import { explanationMethods } from '../../evaluate/explanation.ts';
import { removals } from '../../explain/faithfulness/removal.ts';
import { measureFaithfulness } from '../../jobs/explain/measure-faithfulness.ts';
import { type ComputeFlags, deviceOption, givenCompute, threadsOption } from '../options/compute-options.ts';
import { wholeNumber } from '../options/number-options.ts';
import { givenShard, type ShardFlag, shardOption } from '../options/shard-option.ts';
import { splitOption } from '../options/split-option.ts';
import { faithfulnessText } from '../terminal/faithfulness-text.ts';
import { openSession } from '../terminal/session.ts';
import { followShard } from '../terminal/shard-text.ts';

interface Options extends ShardFlag, ComputeFlags {
  readonly run: string;
  readonly data: string;
  readonly out: string;
  readonly split?: SplitChoice;
  readonly methods?: string;
  readonly removals?: string;
  readonly faces?: string;
  readonly fewer?: string;
  readonly steps?: string;
  readonly random?: string;
  readonly clip?: string;
  readonly json?: true;
  readonly quiet?: true;
}

export const faithfulnessCommand = (): Command =>
  new Command('faithfulness')
    .requiredOption('--run <run>', 'run folder, checkpoint file, or the name of a pack')
    .requiredOption('--data <spec>', 'data set, e.g. ferplus:PATH, folder:PATH, synthetic:')
    .requiredOption('--out <folder>', 'folder of results; existing results are reused')
    .addOption(splitOption())
    .option('--methods <names>', `maps to measure, separated by commas (default: ${explanationMethods.join(',')})`)
    .option('--removals <names>', `ways of removing patches, separated by commas (default: ${removals.join(',')})`)
    .option('--faces <n>', 'at most this many faces, drawn at random (default: 500)')
    .option(
      '--fewer <n>',
      'faces of slow maps, random orders and tests that make many maps of each face (default: 100)',
    )
    .option('--steps <n>', 'steps from the whole face to none of it (default: 8)')
    .option('--random <n>', 'random orders of each of these faces (default: 20)')
    .option('--clip <model>', 'name, folder or file of the CLIP that the run was trained with')
    .addOption(shardOption('measurements'))
    .addOption(deviceOption())
    .addOption(threadsOption())
    .option('--json', 'print the results as JSON on standard output')
    .option('--quiet', 'print nothing but the verdicts')
    .addHelpText(
      'after',
      `
A map passes if removing patches in its order changes the margin more than random orders, the centre and the mean map of other people do, in
three ways of removing; if the three agree; and if it depends on the weights, on the class and on planted evidence. The verdict is kept with
the run: \`mpafer explain\` and reports say it.

Examples:
  mpafer faithfulness --run runs/mine --data folder:my-faces --out runs/mine-faithfulness
  mpafer faithfulness --run runs/mine --data folder:my-faces --out runs/quick --faces 100 --methods gate,patches --random 2`,
    )
    .action(run);

async function run(options: Options): Promise<void> {
  using session = openSession(options);
  const number = (flag: string, text: string | undefined, least: number, most: number) =>
    text === undefined ? undefined : wholeNumber(flag, text, least, most);
  const { run, data, out, split, clip } = options;
  const asked = {
    run,
    data,
    out,
    split,
    clip,
    methods: options.methods === undefined ? undefined : namesOf('--methods', options.methods, explanationMethods),
    removals: options.removals === undefined ? undefined : namesOf('--removals', options.removals, removals),
    faces: number('--faces', options.faces, 10, 1_000_000),
    fewer: number('--fewer', options.fewer, 5, 1_000_000),
    steps: number('--steps', options.steps, 2, 64),
    randomOrders: number('--random', options.random, 1, 100),
    ...givenCompute(options),
    signal: session.signal,
  };
  const shard = givenShard(options);
  if (shard !== undefined) return followShard(session, { job: 'faithfulness', options: asked }, shard);
  const result = await session.follow(measureFaithfulness(asked));
  process.stdout.write(options.json ? json(result) : faithfulnessText(result));
}

/** Some of the known names. @throws MpaferError `usage` for an unknown or repeated one */
function namesOf<Name extends string>(flag: string, text: string, known: readonly Name[]): readonly Name[] {
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.some((name, at) => !(known as readonly string[]).includes(name) || names.indexOf(name) !== at);
  if (!wrong) return names as Name[];
  throw new MpaferError('usage', `Cannot use ${flag} ${text}; expected distinct names of ${known.join(', ')}`);
}
