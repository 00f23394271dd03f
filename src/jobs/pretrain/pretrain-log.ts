// The log of a pretraining run: one JSON line for each sitting, step and look; read again for the record.
import { appendFile, readFile } from 'node:fs/promises';
import { diskError, writeFile } from '../../platform/node/files/write-file.ts';
import type { ModelRecord } from '../../pretrain/model/model-record.ts';
import type { PretrainConfiguration } from '../../pretrain/pretrain-configuration.ts';

/** What begins a sitting: a start or a resumption, which may bring another configuration. */
export interface SittingEntry {
  readonly kind: 'start';
  readonly at: string;
  /** JSON */
  readonly configuration: string;
  readonly stage: string;
  /** Steps of the stage that were done before. */
  readonly resumed: number;
}

interface StepEntry {
  readonly kind: 'step' | 'evaluation';
  readonly stage: string;
  readonly step: number;
  /** Since the sitting began. */
  readonly seconds: number;
}

/**
 * What adds a line. A line that was cut by the end of the process before, or by a full disk, is taken away first: the next would be
 * written behind its half, and both were lost.
 *
 * @throws MpaferError `disk`, and what is returned throws it as well
 */
export async function openPretrainLog(path: string): Promise<(entry: object) => Promise<void>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  if (text !== '' && !text.endsWith('\n')) await writeFile(path, text.slice(0, text.lastIndexOf('\n') + 1));
  return (entry) =>
    appendFile(path, `${JSON.stringify(entry)}\n`).catch((cause: unknown) => {
      throw diskError(path, cause);
    });
}

/** Steps and seconds of each stage, summed over all sittings, and the sittings themselves. */
export function readPretrainLog(text: string): Pick<ModelRecord, 'stages' | 'sittings'> {
  const stages: Record<string, { steps: number; seconds: number }> = {};
  const sittings: { at: string; stage: string; step: number; configuration: PretrainConfiguration }[] = [];
  let before = 0;
  for (const line of text.trim().split('\n')) {
    const entry: SittingEntry | StepEntry = JSON.parse(line);
    if (entry.kind === 'start') {
      before = 0;
      const { at, stage, resumed } = entry;
      sittings.push({ at, stage, step: resumed, configuration: JSON.parse(entry.configuration) });
    } else {
      const time = stages[entry.stage] ?? { steps: 0, seconds: 0 };
      stages[entry.stage] = { steps: Math.max(time.steps, entry.step), seconds: time.seconds + entry.seconds - before };
      before = entry.seconds;
    }
  }
  return { stages, sittings };
}
