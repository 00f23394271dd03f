// `mpafer train`: trains prompts on a data set and leaves a run folder.
import { join } from 'node:path';
import { Command } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { joinRun } from '../../jobs/train/join-run.ts';
import { type TrainRunOptions, trainRun } from '../../jobs/train/train-run.ts';
import { holdsSeeds, trainSeeds } from '../../jobs/train/train-seeds.ts';
import { spreadText } from '../../metrics/spread.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { embeddedClip } from '../../platform/node/models/models.ts';
import { joinTeam } from '../../platform/node/mpi/join-team.ts';
import { launcherOf } from '../../platform/node/mpi/launcher.ts';
import type { Team } from '../../team/team.ts';
import { runFiles } from '../../train/run-files.ts';
import { type ComputeFlags, deviceOption, givenCompute, threadsOption } from '../options/compute-options.ts';
import { wholeNumbers } from '../options/number-options.ts';
import { readSettings } from '../options/read-settings.ts';
import { openSession, type Session } from '../terminal/session.ts';

interface Options extends ComputeFlags {
  readonly data?: string;
  readonly clip?: string;
  readonly out: string;
  readonly config?: string;
  readonly descriptions?: string;
  readonly resume?: true;
  readonly seeds?: string;
  readonly quiet?: true;
}

export const trainCommand = (): Command =>
  new Command('train')
    .argument('[settings...]', 'key=value, overriding the configuration, e.g. epochs=20 visualPrompts=4')
    .option('--data <spec>', 'data set, e.g. ferplus:PATH, folder:PATH, synthetic:')
    .option('--clip <model>', `name, folder or file of a CLIP (default: "${embeddedClip}")`)
    .requiredOption('--out <folder>', 'run folder to write')
    .option('--config <file>', 'JSON file of settings')
    .option('--descriptions <file>', 'JSON {class: description or list of descriptions} for hard prompts of type 3')
    .option('--resume', 'resume the run in --out')
    .option('--seeds <list>', 'train once per seed, e.g. 1,2,3, each in its own folder; report mean and deviation')
    .addOption(deviceOption())
    .addOption(threadsOption())
    .option('--quiet', 'print nothing but errors')
    .addHelpText(
      'after',
      `
Examples:
  mpafer train --data synthetic: --out runs/first epochs=10
  mpafer train --data ferplus:../ferplus --out runs/ferplus --config configs/quick.json
  mpafer train --out runs/ferplus --resume
  mpafer train --data ferplus:../ferplus --out runs/seeds --seeds 1,2,3
  mpirun -n 8 mpafer train --data ferplus:../ferplus --out runs/ferplus`,
    )
    .action(run);

async function run(settings: readonly string[], options: Options): Promise<void> {
  const rank = launcherOf(process.env)?.rank ?? 0;
  // What concerns all ranks is printed by the first.
  using session = openSession({ quiet: options.quiet || rank > 0 });
  try {
    const { team } = await joinTeam(session.signal);
    if (team.size > 1) await trainTogether(session, settings, options, team);
    else await trainAlone(session, settings, options);
  } catch (error) {
    throw await describeStop(error, options.out);
  }
}

/** As one of the processes that a launcher started. */
async function trainTogether(
  session: Session,
  settings: readonly string[],
  options: Options,
  team: Team,
): Promise<void> {
  const job = await jobOf(session, settings, options).catch(async (error: unknown) => {
    throw await team.fail(error);
  });
  if (options.seeds !== undefined || (options.resume && (await holdsSeeds(options.out)))) {
    throw await team.fail(
      new MpaferError('usage', `Cannot train several seeds on ${team.size} ranks: they train one run together`, {
        hint: 'Start one job for each seed, with seed=N',
      }),
    );
  }
  if (team.rank === 0) await session.follow(trainRun({ ...job, team }));
  else await joinRun({ ...job, team });
}

async function jobOf(session: Session, settings: readonly string[], options: Options): Promise<TrainRunOptions> {
  const { out, data, clip, descriptions } = options;
  return {
    out,
    data,
    clip,
    descriptions,
    resume: options.resume,
    configuration: await readSettings(options.config, settings),
    ...givenCompute(options),
    signal: session.signal,
  };
}

async function trainAlone(session: Session, settings: readonly string[], options: Options): Promise<void> {
  const job = await jobOf(session, settings, options);
  if (options.seeds === undefined && !(options.resume && (await holdsSeeds(options.out)))) {
    await session.follow(trainRun(job));
    return;
  }
  const seeds = options.seeds === undefined ? undefined : wholeNumbers('--seeds', options.seeds);
  for (const { name, war, uar } of await session.follow(trainSeeds({ ...job, seeds }))) {
    const count = plural(war.values.length, 'seed');
    console.log(`${name.padEnd(20)} WAR ${spreadText(war)}   UAR ${spreadText(uar)}   (${count})`);
  }
}

/** A stop is not a failure: says how to resume, where there is something to resume from. */
async function describeStop(error: unknown, out: string): Promise<unknown> {
  if (!(error instanceof MpaferError) || error.code !== 'aborted') return error;
  const kept = (await exists(join(out, runFiles.state))) || (await holdsSeeds(out));
  const hint = kept ? `Resume with: mpafer train --out ${out} --resume` : 'There was nothing to keep yet';
  return new MpaferError('aborted', error.message, { hint });
}
