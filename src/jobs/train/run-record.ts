// The record of how a run was started, from which it is resumed and evaluated.
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { type Configuration, parseConfiguration } from '../../configuration/configuration.ts';
import { MpaferError } from '../../core/errors.ts';
import { nodeProviders } from '../../engine/node/node-engine.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { embeddedClip, recordedModel } from '../../platform/node/models/models.ts';
import { runFiles } from '../../train/run-files.ts';
import { type ComputeOptions, deviceCondition } from '../job-engine.ts';

/** What a run was started with, as its folder records it. */
export interface RunRecord {
  /** SPEC of the data set. */
  readonly data: string;
  /** Name, folder or file of the CLIP. */
  readonly clip: string;
  /** Path of the descriptions; absent for the built-in ones. */
  readonly descriptions?: string | undefined;
  /** Where it computes; absent for the CPU. */
  readonly device?: ComputeOptions['device'];
  readonly configuration: Configuration;
}

/** What a caller may specify. */
export interface RunOptions extends Pick<ComputeOptions, 'device'> {
  /** SPEC of the data set, e.g. `ferplus:PATH`, `folder:PATH`, `synthetic:`. Required for a new run. */
  readonly data?: string | undefined;
  /** Name, folder or file of a CLIP; the embedded one by default. */
  readonly clip?: string | undefined;
  /** JSON file {class: description or list of descriptions}, laid over the built-in descriptions. */
  readonly descriptions?: string | undefined;
  /** Settings that differ from the defaults; see docs/configuration.md. Must be absent when a run is resumed. */
  readonly configuration?: Readonly<Record<string, unknown>> | undefined;
}

const absolute = ({ clip, descriptions }: RunOptions) => ({
  ...(clip !== undefined && { clip: recordedModel(clip) }),
  ...(descriptions !== undefined && { descriptions: resolve(descriptions) }),
});

/** @throws MpaferError `usage` without data, `configuration` for settings that cannot be used */
export function newRun(options: RunOptions): RunRecord {
  if (options.data === undefined) {
    throw new MpaferError('usage', 'Cannot train: no data set was given', {
      hint: 'Name one, for example folder:PATH, ferplus:PATH or synthetic:',
    });
  }
  const configuration = parseConfiguration(options.configuration ?? {}, 'the settings');
  return { data: options.data, clip: embeddedClip, ...absolute(options), ...deviceCondition(options), configuration };
}

const schema = z.object({
  data: z.string(),
  clip: z.string(),
  descriptions: z.string().optional(),
  device: z.enum(nodeProviders).optional(),
  configuration: z.unknown(),
});

/**
 * The record of a run that is resumed. Data, CLIP and descriptions may have moved: the paths given here replace the recorded
 * ones, and training refuses contents that differ from those it started with.
 *
 * @throws MpaferError `run` when there is no record or it is damaged, `usage` when settings are given
 */
export async function recordedRun(folder: string, options: RunOptions): Promise<RunRecord> {
  const path = join(folder, runFiles.configuration);
  if (!(await exists(path))) {
    const found = (await exists(folder)) ? `it has no ${runFiles.configuration}` : 'there is no such folder';
    throw new MpaferError('run', `Cannot resume "${folder}": ${found}`, {
      hint: 'Name the folder of an earlier run, or start a new run',
    });
  }
  if (options.configuration !== undefined) {
    throw new MpaferError('usage', 'Cannot change the settings of a run that is resumed', {
      hint: 'Resume without settings, or train into another folder',
    });
  }
  const found = schema.safeParse(await readJson(path, 'run'));
  if (!found.success) {
    const { path: at, message } = found.error.issues[0]!;
    throw new MpaferError('run', `Cannot resume "${folder}": "${path}" ${at.join('.')}: ${message.toLowerCase()}`);
  }
  const { configuration, device, ...rest } = found.data;
  return {
    ...rest,
    ...(options.data !== undefined && { data: options.data }),
    ...absolute(options),
    ...deviceCondition({ device: options.device ?? device }),
    configuration: parseConfiguration(configuration, `"${path}"`),
  };
}
