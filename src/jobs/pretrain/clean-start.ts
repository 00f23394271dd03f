// What a pretraining run starts from when there is nothing to resume: a given CLIP, or nothing.
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ClipConfig } from '../../clip/config.ts';
import type { Tokenizer } from '../../clip/tokenizer.ts';
import { MpaferError } from '../../core/errors.ts';
import type { Engine } from '../../engine/engine.ts';
import { modelPath, openClip } from '../../platform/node/models/models.ts';
import type { BaseRecord, ModelRecord } from '../../pretrain/model/model-record.ts';
import type { PretrainState } from '../../pretrain/pretrain-checkpoint.ts';
import { isAdapted, type PretrainConfiguration } from '../../pretrain/pretrain-configuration.ts';
import { startFromClip } from '../../pretrain/start-from-clip.ts';
import { type JobEvent, note } from '../job-event.ts';

interface Start {
  /** Absent where the run starts from scratch. */
  readonly state?: PretrainState;
  /** What checkpoints keep of it. */
  readonly record: { readonly from?: string };
  /** What the CLIP that it starts from says of its own making. */
  readonly base?: BaseRecord;
}

/** Before any face is read. @throws MpaferError `model` when there is no such CLIP, `configuration` when it would not be adapted */
export function checkStart({
  from,
  configuration,
}: {
  readonly from?: string | undefined;
  readonly configuration: PretrainConfiguration;
}): void {
  if (from === undefined) return;
  modelPath(from);
  if (!isAdapted(configuration))
    throw new MpaferError('configuration', `Cannot adapt "${from}": adaptStage.epochs is 0; expected more`, {
      hint: 'Set adaptStage.epochs, e.g. to 6',
    });
}

/** @throws MpaferError `model` when the CLIP is none that pretraining wrote with these settings */
export async function* cleanStart(
  engine: Engine,
  from: string | undefined,
  config: ClipConfig,
  tokenizer: Tokenizer,
): AsyncGenerator<JobEvent, Start> {
  if (from === undefined) return { record: {} };
  const clip = await openClip(from);
  const state = await startFromClip(engine, clip, config, tokenizer);
  yield note(`Adapting ${basename(clip.name)}`);
  const base = await baseRecord(modelPath(from));
  const record = { from: `${basename(clip.name)} (weights ${await clip.digest()})` };
  return { state, record, ...(base !== undefined && { base }) };
}

/** A CLIP of another origin has no record, or one of another kind. */
async function baseRecord(folder: string): Promise<BaseRecord | undefined> {
  const text = await readFile(join(folder, 'training.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { date, command, stages }: ModelRecord = JSON.parse(text);
  return { date, command, stages };
}
