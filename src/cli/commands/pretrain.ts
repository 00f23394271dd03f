// mpafer pretrain: trains a small CLIP of faces from scratch.
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { z } from 'zod';
import { MpaferError } from '../../core/errors.ts';
import { showValue } from '../../core/show-value.ts';
import { readJson } from '../../platform/node/read-json.ts';
import { type PretrainConfiguration, pretrainSchema } from '../../pretrain/pretrain-configuration.ts';
import { stopSignal } from '../stop-signal.ts';
import { runPretrain } from './pretrain-run.ts';

export const pretrainCommand = (): Command =>
  new Command('pretrain')
    .description('Train a small CLIP of faces from scratch (hours on a processor; can be stopped and resumed)')
    .requiredOption('--data <folder>', 'folder of FERPlus, with fer2013-labels.csv beside it')
    .requiredOption('--out <folder>', 'where checkpoint, log and model are kept')
    .option('--config <file>', 'configuration, JSON')
    .option('--resume', 'go on with the checkpoint in the folder', false)
    .option('--engines <count>', 'engines of one thread that share each batch', String(availableParallelism()))
    .argument('[settings...]', 'single settings, such as imageStage.epochs=30')
    .addHelpText(
      'after',
      '\nExample:\n  mpafer pretrain --data ferplus --out ../face-clip imageStage.epochs=30\n  mpafer pretrain --out ../face-clip --data ferplus --resume',
    )
    .action(async (settings: string[], options: Record<string, string | boolean>) => {
      const base: unknown = options.config ? await readJson(String(options.config), 'configuration') : {};
      const stop = stopSignal((line) => console.log(line));
      await runPretrain({
        trainData: `ferplus:${options.data}?rule=argmax8&duplicates=drop`,
        validData: `ferplus:${options.data}`,
        folder: String(options.out),
        configuration: readConfiguration(base, settings),
        resume: Boolean(options.resume),
        engines: Number(options.engines),
        signal: stop.signal,
        command: ['mpafer pretrain', ...settings].join(' '),
        say: (line) => console.log(line),
      }).finally(stop.release);
    });

/** @throws MpaferError `configuration` */
export function readConfiguration(base: unknown, settings: readonly string[]): PretrainConfiguration {
  if (typeof base !== 'object' || base === null || Array.isArray(base)) {
    throw new MpaferError('configuration', `Cannot use the configuration: it is ${showValue(base)}, must be an object`);
  }
  const fields = structuredClone(base) as Record<string, unknown>;
  for (const setting of settings) {
    const [path = '', value] = setting.split(/=(.*)/s);
    if (value === undefined)
      throw new MpaferError(
        'usage',
        `Cannot read the setting "${setting}": needed name=value, e.g. imageStage.epochs=30`,
      );
    const names = path.split('.');
    let into = fields;
    for (const name of names.slice(0, -1)) {
      into[name] = { ...(into[name] as object | undefined) };
      into = into[name] as Record<string, unknown>;
    }
    into[names.at(-1)!] = jsonOrText(value);
  }
  const parsed = pretrainSchema.safeParse(fields);
  if (parsed.success) return parsed.data;
  throw new MpaferError('configuration', `Cannot use the configuration: ${z.prettifyError(parsed.error)}`);
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
