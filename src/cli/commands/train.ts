// `mpafer train`: trains prompts on a data set and leaves a run folder.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { nodeDataHost } from '../../platform/node/data-host.ts';
import { embeddedClip, openClip } from '../../platform/node/models.ts';
import { readJson } from '../../platform/node/read-json.ts';
import { exists, openRunFolder, readState, runFiles } from '../../platform/node/run-folder.ts';
import { readCheckpoint } from '../../train/checkpoint.ts';
import { type Configuration, parseConfiguration, withSettings } from '../../train/configuration.ts';
import { classCounts } from '../class-counts.ts';
import { loadDescriptions } from '../load-descriptions.ts';
import { terminalProgress } from '../progress.ts';
import { stopSignal } from '../stop-signal.ts';
import { writeRun } from '../write-run.ts';

interface Options {
  readonly data?: string;
  readonly clip: string;
  readonly out: string;
  readonly config?: string;
  readonly descriptions?: string;
  readonly resume?: true;
  readonly quiet?: true;
  readonly threads?: string;
}

export const trainCommand = (): Command =>
  new Command('train')
    .description('Train MPA-FER prompts: text and visual prompts learn, CLIP stays frozen')
    .argument('[settings...]', 'key=value, written over the configuration, e.g. epochs=20 visualPrompts=4')
    .option('--data <spec>', 'data set, e.g. ferplus:PATH, folder:PATH, synthetic:')
    .option('--clip <model>', 'folder or file of a CLIP', embeddedClip)
    .requiredOption('--out <folder>', 'run folder to write')
    .option('--config <file>', 'JSON file of settings')
    .option('--descriptions <file>', 'JSON {class: description or list of descriptions} for hard prompts of type 3')
    .option('--resume', 'go on with the run in --out')
    .option('--threads <n>', 'threads of a step, all processors unless told')
    .option('--quiet', 'print nothing but errors')
    .addHelpText(
      'after',
      `
Examples:
  mpafer train --data synthetic: --out runs/first epochs=10
  mpafer train --data ferplus:../ferplus --out runs/ferplus --config configs/quick.json
  mpafer train --out runs/ferplus --resume`,
    )
    .action(run);

/** What a run remembers of its command line, so that it can be resumed and evaluated without repeating it. */
interface RunRecord {
  readonly data: string;
  readonly clip: string;
  readonly descriptions?: string | undefined;
  readonly configuration: Configuration;
}

async function run(settings: readonly string[], options: Options): Promise<void> {
  const progress = terminalProgress(options.quiet === true);
  const record = options.resume ? await recordedRun(settings, options) : await newRun(settings, options);
  const { configuration } = record;
  const clip = await openClip(record.clip);
  const dataset = await openDataset(record.data, nodeDataHost);
  progress.say(`${dataset.name} by ${clip.name}\n${classCounts(dataset)}`);
  const descriptions = await loadDescriptions(record.descriptions);
  const state = options.resume && (await readState(options.out));
  const resume = state ? readCheckpoint(state, runFiles.state) : undefined;
  const folder = await openRunFolder(options.out, options.resume === true);
  const engine = nodeEngine(options.threads === undefined ? {} : { threads: threadCount(options.threads) });
  const stop = stopSignal(progress.say);
  try {
    await folder.write(runFiles.configuration, `${JSON.stringify(record, undefined, 2)}\n`);
    await writeRun(
      folder,
      { engine, clip, dataset, configuration, descriptions, signal: stop.signal },
      resume,
      progress,
    );
  } finally {
    stop.release();
    await engine.close();
    await folder.close();
  }
}

async function newRun(settings: readonly string[], options: Options): Promise<RunRecord> {
  if (options.data === undefined) {
    throw new MpaferError('usage', 'Cannot train: there is no --data', {
      hint: 'For example --data folder:PATH, ferplus:PATH or synthetic:',
    });
  }
  const file =
    options.config === undefined ? {} : ((await readJson(options.config, 'configuration')) as Record<string, unknown>);
  const source = options.config === undefined ? 'the settings' : `"${options.config}" with the settings`;
  const configuration = parseConfiguration(withSettings(file, settings), source);
  return {
    data: options.data,
    clip: options.clip === embeddedClip ? options.clip : resolve(options.clip),
    descriptions: options.descriptions && resolve(options.descriptions),
    configuration,
  };
}

async function recordedRun(settings: readonly string[], options: Options): Promise<RunRecord> {
  const path = `${options.out}/${runFiles.configuration}`;
  if (!(await exists(path))) {
    throw new MpaferError('run', `Cannot resume "${options.out}": it holds no ${runFiles.configuration}`, {
      hint: 'Give the folder that an earlier run was written to, or leave out --resume',
    });
  }
  if (settings.length > 0 || options.config !== undefined) {
    throw new MpaferError('usage', 'Cannot change settings of a run that is resumed', {
      hint: 'Leave out the settings, or train into another folder',
    });
  }
  const record = JSON.parse(await readFile(path, 'utf8')) as RunRecord;
  const configuration = parseConfiguration(record.configuration, `"${path}"`);
  return { ...record, configuration, ...(options.data !== undefined && { data: options.data }) };
}

function threadCount(text: string): number {
  const threads = Number(text);
  if (Number.isInteger(threads) && threads > 0) return threads;
  throw new MpaferError('usage', `Cannot use --threads ${text}: must be a whole number from 1`);
}
