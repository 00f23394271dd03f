// Pictures read ahead in batches: a handful at a time, within a memory budget, while the batch before is recognised.
import { type ErrorCode, MpaferError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';
import { isTooLarge } from '../image/too-large.ts';

/** A picture that was read, or why it could not be. */
export type ReadPicture<Picture> = { readonly picture: Picture } & (
  | { readonly image: RgbImage }
  | { readonly status: 'unreadable' | 'too-large'; readonly code: ErrorCode; readonly reason: string }
);

export interface BatchLimits {
  /** Pictures of one batch. */
  readonly most: number;
  /** Bytes of pixels after which a batch is full. */
  readonly budget: number;
  /** Pictures that are read at the same time: a large photograph takes 300 MB. */
  readonly atOnce: number;
}

/** Pictures of a full batch: of more than some 32 small faces only memory grows. */
export const pictureBatch = 32;

const usualLimits: BatchLimits = { most: pictureBatch, budget: 100_000_000, atOnce: 4 };

/**
 * Reads pictures in order and yields them in batches. The next batch is read while the caller works on one. Of an asynchronous source
 * that pauses, what is there is yielded as soon as the caller is idle; otherwise a batch ends at the picture that fills its budget, or at
 * the next multiple of `most`. So batches do not depend on how fast pictures are read, and are the same from any multiple of `most` on:
 * a GPU may round a face's scores by what is in its batch.
 *
 * Stopping early stops the source. Failures to read are rows, except for those that would befall every picture, which are thrown.
 */
export async function* pictureBatches<Picture>(
  pictures: Iterable<Picture> | AsyncIterable<Picture>,
  read: (picture: Picture) => Promise<RgbImage>,
  { most, budget, atOnce }: BatchLimits = usualLimits,
): AsyncGenerator<readonly ReadPicture<Picture>[]> {
  const source = iteratorOf(pictures);
  let step: Promise<IteratorResult<Picture>> | undefined;
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  /** Pictures of the batches before, and those that were read for one and did not fit it. */
  let before = 0;
  let over: readonly ReadPicture<Picture>[] = [];

  const collect = async (idle: Promise<void>): Promise<readonly ReadPicture<Picture>[]> => {
    const batch = over.map((row) => Promise.resolve(row));
    let bytes = over.reduce((sum, row) => sum + bytesOf(row), 0);
    const room = most - (before % most);
    const add = (picture: Picture) => {
      const reading = readOne(picture, read).then((found) => {
        bytes += bytesOf(found);
        return found;
      });
      // A failure is reported by the batch, where it is awaited.
      reading.catch(() => {});
      batch.push(reading);
    };
    while (!ended && batch.length < room && bytes < budget) {
      step ??= source.next();
      try {
        const next = await (batch.length === 0 ? step : Promise.race([step, paused([idle, ...batch])]));
        if (next === undefined) break;
        if (Object(next) !== next) throw new TypeError('The iterator of pictures gives no objects with a value');
        step = undefined;
        if (next.done) ended = true;
        else if (!ended) add(next.value);
      } catch (error) {
        // Thrown after the pictures that came before it.
        failure = { error };
        ended = true;
      }
      if (batch.length >= atOnce) await batch[batch.length - atOnce];
    }
    const rows = await Promise.all(batch);
    const count = fitting(rows, budget);
    over = rows.slice(count);
    before += count;
    return rows.slice(0, count);
  };

  let resume = () => {};
  try {
    let next = collect(Promise.resolve());
    while (true) {
      const batch = await next;
      if (batch.length === 0) {
        if (failure !== undefined) throw failure.error;
        return;
      }
      const idle = new Promise<void>((resolve) => {
        resume = resolve;
      });
      next = collect(idle);
      // It is awaited in the next round, unless the caller stops before.
      next.catch(() => {});
      yield batch;
      resume();
    }
  } finally {
    if (!ended) {
      ended = true;
      // A source that is waiting for its own next picture cannot be stopped before it comes: nobody waits for that.
      const stopped = Promise.resolve(source.return?.());
      if (step === undefined) await stopped;
      else stopped.catch(() => {});
    }
  }
}

const bytesOf = (row: ReadPicture<unknown>): number => ('image' in row ? row.image.data.length : 0);

/** How many rows there are up to the one that fills the budget. */
function fitting(rows: readonly ReadPicture<unknown>[], budget: number): number {
  let bytes = 0;
  const last = rows.findIndex((row) => {
    bytes += bytesOf(row);
    return bytes >= budget;
  });
  return last < 0 ? rows.length : last + 1;
}

/** Undefined once the caller is idle, all is read, and a source that has its next picture at hand would have given it. */
async function paused(work: readonly Promise<unknown>[]): Promise<undefined> {
  await Promise.allSettled(work);
  // Generators hand over within a few turns of the queue of promises.
  for (let turn = 0; turn < 16; turn++) await undefined;
  return undefined;
}

async function readOne<Picture>(
  picture: Picture,
  read: (picture: Picture) => Promise<RgbImage>,
): Promise<ReadPicture<Picture>> {
  try {
    return { picture, image: await read(picture) };
  } catch (error) {
    if (!(error instanceof MpaferError) || error.code !== 'image') throw error;
    const status = isTooLarge(error) ? 'too-large' : 'unreadable';
    return { picture, status, code: error.code, reason: error.message };
  }
}

/** Synchronous sources step by step, so that each picture is asked for only when there is room for it. */
function iteratorOf<T>(items: Iterable<T> | AsyncIterable<T>): {
  next(): Promise<IteratorResult<T>>;
  return?(): unknown;
} {
  if (Symbol.asyncIterator in items) return items[Symbol.asyncIterator]();
  const iterator = items[Symbol.iterator]();
  return { next: async () => iterator.next(), return: () => iterator.return?.() };
}
