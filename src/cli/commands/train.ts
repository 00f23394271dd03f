// `mpafer train`: trains prompts on a data set and leaves a run folder.
import { join } from 'node:path';
import { Command } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { trainRun } from '../../jobs/train/train-run.ts';
import { holdsSeeds, trainSeeds } from '../../jobs/train/train-seeds.ts';
import { spreadText } from '../../metrics/spread.ts';
import { exists, runFiles } from '../../platform/node/files/run-folder.ts';
import { embeddedClip } from '../../platform/node/models/models.ts';
import { wholeNumber, wholeNumbers } from '../options/number-options.ts';
import { readSettings } from '../options/read-settings.ts';

import { openSession } from '../terminal/session.ts';

interface Options {
  readonly data?: string;
  readonly clip?: string;
  readonly out: string;
  readonly config?: string;
  readonly descriptions?: string;
  readonly resume?: true;
  readonly seeds?: string;
  readonly threads?: string;
  readonly quiet?: true;
}

export const trainCommand = (): Command =>
  new Command('train')
    .description('Train MPA-FER prompts: text and visual prompts learn, CLIP stays frozen')
    .argument('[settings...]', 'key=value, overriding the configuration, e.g. epochs=20 visualPrompts=4')
    .option('--data <spec>', 'data set, e.g. ferplus:PATH, folder:PATH, synthetic:')
    .option('--clip <model>', `name, folder or file of a CLIP (default: "${embeddedClip}")`)
    .requiredOption('--out <folder>', 'run folder to write')
    .option('--config <file>', 'JSON file of settings')
    .option('--descriptions <file>', 'JSON {class: description or list of descriptions} for hard prompts of type 3')
    .option('--resume', 'resume the run in --out')
    .option('--seeds <list>', 'train once per seed, e.g. 1,2,3, each in its own folder; report mean and deviation')
    .option('--threads <n>', 'threads per step (default: all cores)')
    .option('--quiet', 'print nothing but errors')
    .addHelpText(
      'after',
      `
Examples:
  mpafer train --data synthetic: --out runs/first epochs=10
  mpafer train --data ferplus:../ferplus --out runs/ferplus --config configs/quick.json
  mpafer train --out runs/ferplus --resume
  mpafer train --data ferplus:../ferplus --out runs/seeds --seeds 1,2,3`,
    )
    .action(run);

async function run(settings: readonly string[], options: Options): Promise<void> {
  using session = openSession(options);
  const { out, data, clip, descriptions } = options;
  const job = {
    out,
    data,
    clip,
    descriptions,
    resume: options.resume,
    configuration: await readSettings(options.config, settings),
    threads: options.threads === undefined ? undefined : wholeNumber('--threads', options.threads, 1, 1024),
    signal: session.signal,
  };
  try {
    if (options.seeds === undefined && !(options.resume && (await holdsSeeds(out)))) {
      await session.follow(trainRun(job));
      return;
    }
    const seeds = options.seeds === undefined ? undefined : wholeNumbers('--seeds', options.seeds);
    for (const { name, war, uar } of await session.follow(trainSeeds({ ...job, seeds }))) {
      const count = plural(war.values.length, 'seed');
      console.log(`${name.padEnd(20)} WAR ${spreadText(war)}   UAR ${spreadText(uar)}   (${count})`);
    }
  } catch (error) {
    throw await describeStop(error, out);
  }
}

/** A stop is not a failure: says how to resume, where there is something to resume from. */
async function describeStop(error: unknown, out: string): Promise<unknown> {
  if (!(error instanceof MpaferError) || error.code !== 'aborted') return error;
  const kept = (await exists(join(out, runFiles.state))) || (await holdsSeeds(out));
  const hint = kept ? `Resume with: mpafer train --out ${out} --resume` : 'There was nothing to keep yet';
  return new MpaferError('aborted', error.message, { hint });
}
