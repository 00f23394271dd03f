// The file of a prediction, or of a shard of one: it appears when it is complete, and what was made until then is kept beside it.
import { MpaferError } from '../../../core/errors.ts';
import { takeLock } from '../../../platform/node/files/lock.ts';
import { requireWritable, writeFileBy } from '../../../platform/node/files/write-file.ts';
import { type KeptRows, keptPath, openKeptRows, type RowsHead } from '../../kept-rows.ts';
import type { OpenShard } from '../../shards/open-shard.ts';
import type { Prediction } from '../prediction.ts';
import { formatOf } from './prediction-formats.ts';

export interface PredictionFile {
  /** Continues what a stopped job left; call it first. @param isNext and group as for `openKeptRows` */
  resume(head: RowsHead, isNext: (rows: readonly Prediction[]) => Promise<boolean>, group?: number): Promise<void>;
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
    async resume(head, isNext, group) {
      rows = await openKeptRows(path, head, isNext, group);
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

/**
 * The file of a shard that nobody has made yet.
 *
 * @param piece which piece of all the work the row at this place of the shard is of
 * @param found what the shards must agree on besides, asked for at the end
 */
export function shardPredictionFile(
  shard: OpenShard,
  piece: (row: number) => number,
  found: () => Readonly<Record<string, unknown>>,
): PredictionFile {
  let rows: KeptRows<Prediction> | undefined;
  return {
    async resume(head, isNext, group) {
      rows = await openKeptRows(shard.path, head, isNext, group);
    },
    append: (prediction) => rows!.append(prediction),
    async finish(classes) {
      await shard.write(placed(rows!.all(), piece), () => ({ classes, ...found() }));
      await rows!.remove();
    },
    async close() {
      await rows?.close();
      await shard[Symbol.asyncDispose]();
    },
  };
}

async function* placed<Row>(rows: AsyncIterable<Row>, piece: (row: number) => number) {
  let at = 0;
  for await (const row of rows) yield { piece: piece(at++), row };
}
