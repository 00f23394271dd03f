// The log of a pretraining run: one JSON line per sitting, step and evaluation. The record of the model is computed from it.
import { appendFile, readFile } from 'node:fs/promises';
import { diskError, writeFile } from '../../platform/node/files/write-file.ts';
import type { BaseRecord, ModelRecord } from '../../pretrain/model/model-record.ts';
import type { PretrainConfiguration } from '../../pretrain/pretrain-configuration.ts';

/** The first entry of a sitting: a start or a resumption, which may change the configuration. */
export interface SittingEntry {
  readonly kind: 'start';
  readonly at: string;
  /** JSON */
  readonly configuration: string;
  readonly stage: string;
  /** Steps of the stage done in earlier sittings. */
  readonly resumed: number;
  /** In the first sitting of an adaptation. */
  readonly base?: BaseRecord;
}

interface StepEntry {
  readonly kind: 'step' | 'evaluation';
  readonly stage: string;
  readonly step: number;
  /** Since the start of the sitting. */
  readonly seconds: number;
}

/**
 * Opens the log. A truncated last line, left by a killed process or a full disk, is removed first: the next line would be appended to
 * it, and both would be lost.
 *
 * @returns a function that appends a line; it throws `disk` as well
 * @throws MpaferError `disk`
 */
export async function openPretrainLog(path: string): Promise<(entry: object) => Promise<void>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  if (text !== '' && !text.endsWith('\n')) await writeFile(path, text.slice(0, text.lastIndexOf('\n') + 1));
  return (entry) =>
    appendFile(path, `${JSON.stringify(entry)}\n`).catch((cause: unknown) => {
      throw diskError(path, cause);
    });
}

/** Steps and seconds of each stage, summed over all sittings, the sittings themselves, and how the CLIP was made that was adapted. */
export function readPretrainLog(text: string): Pick<ModelRecord, 'base' | 'stages' | 'sittings'> {
  const stages: Record<string, { steps: number; seconds: number }> = {};
  const sittings: { at: string; stage: string; step: number; configuration: PretrainConfiguration }[] = [];
  let base: BaseRecord | undefined;
  let before = 0;
  for (const line of text.trim().split('\n')) {
    const entry: SittingEntry | StepEntry = JSON.parse(line);
    if (entry.kind === 'start') {
      before = 0;
      base ??= entry.base;
      const { at, stage, resumed } = entry;
      sittings.push({ at, stage, step: resumed, configuration: JSON.parse(entry.configuration) });
    } else {
      const time = stages[entry.stage] ?? { steps: 0, seconds: 0 };
      stages[entry.stage] = { steps: Math.max(time.steps, entry.step), seconds: time.seconds + entry.seconds - before };
      before = entry.seconds;
    }
  }
  return { ...(base !== undefined && { base }), stages, sittings };
}
