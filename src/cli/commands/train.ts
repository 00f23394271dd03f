// `mpafer train`: trains prompts on a data set and leaves a run folder.
import { join } from 'node:path';
import { Command } from 'commander';
import type { Configuration } from '../../configuration/configuration.ts';
import { MpaferError } from '../../core/errors.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { classCounts } from '../../jobs/class-counts.ts';
import { loadDescriptions } from '../../jobs/load-descriptions.ts';
import { newRun, type RunOptions, recordedRun } from '../../jobs/train/run-record.ts';
import { seedFiles, seedRuns, trainSeeds } from '../../jobs/train/train-seeds.ts';
import { writeRun } from '../../jobs/train/write-run.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { featureFolder } from '../../platform/node/files/feature-folder.ts';
import { exists, openRunFolder, readState, runFiles } from '../../platform/node/files/run-folder.ts';
import { embeddedClip, openClip } from '../../platform/node/models/models.ts';
import { type Checkpoint, readCheckpoint } from '../../recognise/checkpoint.ts';
import { modelName } from '../../recognise/model-name.ts';
import { type Progress, terminalProgress } from '../terminal/progress.ts';
import { stopSignal } from '../terminal/stop-signal.ts';

interface Options extends RunOptions {
  readonly out: string;
  readonly resume?: true;
  readonly quiet?: true;
  readonly threads?: string;
  readonly seeds?: string;
}

export const trainCommand = (): Command =>
  new Command('train')
    .description('Train MPA-FER prompts: text and visual prompts learn, CLIP stays frozen')
    .argument('[settings...]', 'key=value, written over the configuration, e.g. epochs=20 visualPrompts=4')
    .option('--data <spec>', 'data set, e.g. ferplus:PATH, folder:PATH, synthetic:')
    .option('--clip <model>', `folder or file of a CLIP (default: "${embeddedClip}")`)
    .requiredOption('--out <folder>', 'run folder to write')
    .option('--config <file>', 'JSON file of settings')
    .option('--descriptions <file>', 'JSON {class: description or list of descriptions} for hard prompts of type 3')
    .option('--resume', 'go on with the run in --out')
    .option(
      '--seeds <list>',
      'a run for each, e.g. 1,2,3, in a folder of its own in --out; mean and deviation at the end',
    )
    .option('--threads <n>', 'threads of a step, all processors unless told')
    .option('--quiet', 'print nothing but errors')
    .addHelpText(
      'after',
      `
Examples:
  mpafer train --data synthetic: --out runs/first epochs=10
  mpafer train --data ferplus:../ferplus --out runs/ferplus --config configs/quick.json
  mpafer train --out runs/ferplus --resume
  mpafer train --data ferplus:../ferplus --out runs/starts --seeds 1,2,3`,
    )
    .action(run);

async function run(settings: readonly string[], options: Options): Promise<void> {
  const progress = terminalProgress(options.quiet === true);
  if (options.seeds !== undefined || (options.resume && (await exists(join(options.out, seedFiles.record))))) {
    return runSeeds(settings, options, progress);
  }
  const record = options.resume ? await recordedRun(options.out, settings, options) : await newRun(settings, options);
  const threads = options.threads === undefined ? {} : { threads: threadCount(options.threads) };
  const { configuration } = record;
  const clip = await openClip(record.clip);
  const dataset = await openDataset(record.data, nodeDataHost);
  progress.say(`${dataset.name} by ${modelName(clip.name)}\n${classCounts(dataset)}`);
  warnOfWarmup(configuration, progress);
  const descriptions = await loadDescriptions(record.descriptions);
  const folder = await openRunFolder(options.out, options.resume === true);
  const engine = nodeEngine(threads);
  const stop = stopSignal(progress.say);
  try {
    const resume = options.resume ? await lastCheckpoint(options.out, progress) : undefined;
    const features = featureFolder();
    const input = { engine, clip, dataset, configuration, descriptions, features, signal: stop.signal };
    await writeRun(folder, input, resume, progress, record);
  } catch (error) {
    throw await describeStop(error, options.out);
  } finally {
    progress.clear();
    stop.release();
    await engine.close();
    await folder.close();
  }
}

/** The same from several starts. */
async function runSeeds(settings: readonly string[], options: Options, progress: Progress): Promise<void> {
  const runs = await seedRuns(settings, options);
  const { record } = runs;
  const clip = await openClip(record.clip);
  const dataset = await openDataset(record.data, nodeDataHost);
  progress.say(`${dataset.name} by ${modelName(clip.name)}\n${classCounts(dataset)}`);
  warnOfWarmup(record.configuration, progress);
  const descriptions = await loadDescriptions(record.descriptions);
  const engine = nodeEngine(options.threads === undefined ? {} : { threads: threadCount(options.threads) });
  const stop = stopSignal(progress.say);
  try {
    const input = { engine, clip, dataset, descriptions, features: featureFolder(), signal: stop.signal };
    await trainSeeds(runs, options.out, input, progress);
  } catch (error) {
    if (!(error instanceof MpaferError) || error.code !== 'aborted') throw error;
    throw new MpaferError('aborted', error.message, { hint: `Go on with: mpafer train --out ${options.out} --resume` });
  } finally {
    progress.clear();
    stop.release();
    await engine.close();
  }
}

/** One epoch is what people try first, and with the method's warm-up nothing can come of it. */
function warnOfWarmup({ epochs, warmupEpochs, warmupRate }: Configuration, progress: Progress): void {
  if (epochs > warmupEpochs || warmupRate === null) return;
  progress.say(
    `  ${epochs === 1 ? 'the only epoch is' : `all ${epochs} epochs are`} warm-up at learning rate ${warmupRate}, in which prompts hardly move: take more epochs, or warmupEpochs=0`,
  );
}

async function lastCheckpoint(out: string, progress: Progress): Promise<Checkpoint | undefined> {
  const state = await readState(out, progress.say);
  const checkpoint = state && readCheckpoint(state, runFiles.state);
  const step = checkpoint?.training?.step;
  progress.say(step === undefined ? 'no checkpoint was left: beginning anew' : `going on behind step ${step}`);
  return checkpoint;
}

/** A stop is no mistake: says how to go on, where there is something to go on with. */
async function describeStop(error: unknown, out: string): Promise<unknown> {
  if (!(error instanceof MpaferError) || error.code !== 'aborted') return error;
  const kept = await exists(join(out, runFiles.state));
  const hint = kept ? `Go on with: mpafer train --out ${out} --resume` : 'There was nothing to keep yet';
  return new MpaferError('aborted', error.message, { hint });
}

function threadCount(text: string): number {
  const threads = Number(text);
  if (Number.isInteger(threads) && threads > 0) return threads;
  throw new MpaferError('usage', `Cannot use --threads ${text}: must be a whole number from 1`);
}
