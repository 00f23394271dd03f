// What a run remembers of its command line, so that it can be resumed and evaluated without repeating it.
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { type Configuration, parseConfiguration } from '../../configuration/configuration.ts';
import { MpaferError } from '../../core/errors.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { exists, runFiles } from '../../platform/node/files/run-folder.ts';
import { embeddedClip, recordedModel } from '../../platform/node/models/models.ts';
import { readConfiguration } from './read-configuration.ts';

export interface RunRecord {
  readonly data: string;
  readonly clip: string;
  readonly descriptions?: string | undefined;
  readonly configuration: Configuration;
}

/** What the command line may say of a run. */
export interface RunOptions {
  readonly data?: string;
  readonly clip?: string;
  readonly descriptions?: string;
  readonly config?: string;
}

const absolute = ({ clip, descriptions }: RunOptions) => ({
  ...(clip !== undefined && { clip: recordedModel(clip) }),
  ...(descriptions !== undefined && { descriptions: resolve(descriptions) }),
});

/** @throws MpaferError `usage` without data, `configuration` for settings that cannot be used */
export async function newRun(settings: readonly string[], options: RunOptions): Promise<RunRecord> {
  if (options.data === undefined) {
    throw new MpaferError('usage', 'Cannot train: there is no --data', {
      hint: 'For example --data folder:PATH, ferplus:PATH or synthetic:',
    });
  }
  const configuration = await readConfiguration(options.config, settings);
  return { data: options.data, clip: embeddedClip, ...absolute(options), configuration };
}

const schema = z.object({
  data: z.string(),
  clip: z.string(),
  descriptions: z.string().optional(),
  configuration: z.unknown(),
});

/**
 * The record of a run that is resumed. Data, CLIP and descriptions may have moved: where the command line names them it
 * is believed, and training refuses others than those it began with.
 *
 * @throws MpaferError `run` when there is no record or it is damaged, `usage` for settings
 */
export async function recordedRun(
  folder: string,
  settings: readonly string[],
  options: RunOptions,
): Promise<RunRecord> {
  const path = join(folder, runFiles.configuration);
  if (!(await exists(path))) {
    const found = (await exists(folder)) ? `it holds no ${runFiles.configuration}` : 'there is no such folder';
    throw new MpaferError('run', `Cannot resume "${folder}": ${found}`, {
      hint: 'Give the folder that an earlier run was written to, or leave out --resume',
    });
  }
  if (settings.length > 0 || options.config !== undefined) {
    throw new MpaferError('usage', 'Cannot change settings of a run that is resumed', {
      hint: 'Leave out the settings, or train into another folder',
    });
  }
  const found = schema.safeParse(await readJson(path, 'run'));
  if (!found.success) {
    const { path: at, message } = found.error.issues[0]!;
    throw new MpaferError('run', `Cannot resume "${folder}": "${path}" ${at.join('.')}: ${message.toLowerCase()}`);
  }
  const { configuration, ...rest } = found.data;
  return {
    ...rest,
    ...(options.data !== undefined && { data: options.data }),
    ...absolute(options),
    configuration: parseConfiguration(configuration, `"${path}"`),
  };
}
