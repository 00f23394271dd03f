// mpafer pretrain: trains a small CLIP of faces from scratch.
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { refusedSettings } from '../../configuration/refused-settings.ts';
import { withSettings } from '../../configuration/settings.ts';
import { runPretrain } from '../../jobs/pretrain/pretrain-run.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { type PretrainConfiguration, pretrainSchema } from '../../pretrain/pretrain-configuration.ts';
import { wholeNumber } from '../options/number-option.ts';
import { stopSignal } from '../terminal/stop-signal.ts';

interface Options {
  readonly data: string;
  readonly out: string;
  readonly config?: string;
  readonly resume?: true;
  readonly engines: string;
}

export const pretrainCommand = (): Command =>
  new Command('pretrain')
    .description('Train a small CLIP of faces from scratch (hours on a processor; can be stopped and resumed)')
    .requiredOption('--data <folder>', 'folder of FERPlus, with fer2013-labels.csv beside it')
    .requiredOption('--out <folder>', 'where checkpoint, log and model are kept')
    .option('--config <file>', 'configuration, JSON')
    .option('--resume', 'go on with the checkpoint in the folder')
    .option('--engines <count>', 'engines of one thread that share each batch', String(availableParallelism()))
    .argument('[settings...]', 'single settings, such as imageStage.epochs=30')
    .addHelpText(
      'after',
      '\nExample:\n  mpafer pretrain --data ferplus --out ../face-clip imageStage.epochs=30\n  mpafer pretrain --out ../face-clip --data ferplus --resume',
    )
    .action(async (settings: string[], options: Options) => {
      const engines = wholeNumber('--engines', options.engines, 1, 1024);
      const base: unknown = options.config === undefined ? {} : await readJson(options.config, 'configuration');
      const stop = stopSignal((line) => console.log(line));
      await runPretrain({
        trainData: `ferplus:${options.data}?rule=argmax8&duplicates=drop`,
        validData: `ferplus:${options.data}`,
        folder: options.out,
        configuration: readPretrainConfiguration(base, settings),
        resume: options.resume === true,
        engines,
        signal: stop.signal,
        command: ['mpafer pretrain', ...settings].join(' '),
        say: (line) => console.log(line),
      }).finally(stop.release);
    });

/** @throws MpaferError `configuration`, `usage` for a setting without a value */
export function readPretrainConfiguration(base: unknown, settings: readonly string[]): PretrainConfiguration {
  const values = withSettings(base, settings, pretrainSchema.parse({}));
  const parsed = pretrainSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  throw refusedSettings(parsed.error, pretrainSchema, values, 'the settings');
}
