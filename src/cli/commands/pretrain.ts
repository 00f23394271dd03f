// `mpafer pretrain`: trains a small CLIP of faces from scratch, or adapts one to faces cut out of photographs.
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { Command } from 'commander';
import { withSettings } from '../../configuration/settings.ts';
import { MpaferError } from '../../core/errors.ts';
import { pretrainModel } from '../../jobs/pretrain/pretrain-model.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import {
  type PretrainConfiguration,
  parsePretrainConfiguration,
  pretrainSchema,
} from '../../pretrain/pretrain-configuration.ts';
import { wholeNumber } from '../options/number-options.ts';
import { openSession } from '../terminal/session.ts';

interface Options {
  readonly data: string;
  readonly out: string;
  readonly config?: string;
  readonly from?: string;
  readonly resume?: true;
  readonly engines: string;
  readonly quiet?: true;
}

export const pretrainCommand = (): Command =>
  new Command('pretrain')
    .requiredOption('--data <folder>', 'FERPlus folder that contains fer2013-labels.csv')
    .requiredOption('--out <folder>', 'folder for checkpoint, log and model')
    .option('--config <file>', 'JSON file of settings')
    .option(
      '--from <clip>',
      'adapt this CLIP, which pretrain wrote, instead of starting from scratch (with adaptStage.epochs)',
    )
    .option('--resume', 'resume from the checkpoint in --out')
    .option('--engines <count>', 'single-threaded engines that share each batch', String(availableParallelism()))
    .option('--quiet', 'print nothing but errors')
    .argument('[settings...]', 'key=value, overriding the configuration, e.g. imageStage.epochs=30')
    .addHelpText(
      'after',
      '\nExamples:\n  mpafer pretrain --data ../ferplus --out ../face-clip imageStage.epochs=30\n  mpafer pretrain --data ../ferplus --out ../adapted --from face-clip adaptStage.epochs=6\n  mpafer pretrain --data ../ferplus --out ../face-clip --resume',
    )
    .action(async (settings: string[], options: Options) => {
      if (options.from !== undefined && options.resume === true)
        throw new MpaferError('usage', 'Cannot use --from with --resume: the run in --out has started already');
      const engines = wholeNumber('--engines', options.engines, 1, 1024);
      const base: unknown = options.config === undefined ? {} : await readJson(options.config, 'configuration');
      using session = openSession(options);
      await session.follow(
        pretrainModel({
          trainData: `ferplus:${options.data}?rule=argmax8&duplicates=drop`,
          validData: `ferplus:${options.data}`,
          folder: options.out,
          from: options.from,
          configuration: readPretrainConfiguration(base, settings),
          resume: options.resume === true,
          engines,
          signal: session.signal,
          command: ['mpafer pretrain', ...fromText(options.from), ...settings].join(' '),
        }),
      );
    });

/** A path on this machine does not belong into a record. */
const fromText = (from: string | undefined): readonly string[] =>
  from === undefined ? [] : ['--from', basename(from)];

/** @throws MpaferError `configuration`, `usage` for a setting without a value */
export function readPretrainConfiguration(base: unknown, settings: readonly string[]): PretrainConfiguration {
  return parsePretrainConfiguration(withSettings(base, settings, pretrainSchema.parse({})), 'the settings');
}
