// The file of a prediction: it appears when it is complete, and what was made until then is kept beside it.
import { MpaferError } from '../../../core/errors.ts';
import { takeLock } from '../../../platform/node/files/lock.ts';
import { requireWritable, writeFileBy } from '../../../platform/node/files/write-file.ts';
import { type KeptRows, keptPath, openKeptRows, type RowsHead } from '../../kept-rows.ts';
import type { Prediction } from '../prediction.ts';
import { formatOf } from './prediction-formats.ts';

export interface PredictionFile {
  /** Continues what a stopped job left; call it first. @param isNext as for `openKeptRows` */
  resume(head: RowsHead, isNext: (prediction: Prediction) => Promise<boolean>): Promise<void>;
  append(prediction: Prediction): Promise<void>;
  /** Writes the file in its format and puts it in place. */
  finish(classes: readonly string[]): Promise<void>;
  /** Leaves what is kept for the next time. */
  close(): Promise<void>;
}

/** @throws MpaferError `usage` for another format, `disk`, `run` when another process writes it */
export async function openPredictionFile(path: string): Promise<PredictionFile> {
  const format = formatOf(path);
  await requireWritable(path);
  const lock = await takeLock(`${keptPath(path)}.lock`, async () => {
    throw new MpaferError('run', `Cannot write predictions to "${path}": another process is writing them`);
  });
  let rows: KeptRows<Prediction> | undefined;
  return {
    async resume(head, isNext) {
      rows = await openKeptRows(path, head, isNext);
    },
    append: (prediction) => rows!.append(prediction),
    async finish(classes) {
      await writeFileBy(path, (temporary) => format(temporary, rows!.all(), classes));
      await rows!.remove();
    },
    async close() {
      await rows?.close();
      await lock.release();
    },
  };
}
