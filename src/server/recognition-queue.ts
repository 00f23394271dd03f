// Pictures that wait to be recognised, or explained. A batch is whatever waits when the recogniser is free; a client that left waits no longer.
import type { Recognition } from '../recognise/expression-recogniser.ts';
import { Problem } from './problem.ts';

/** Recognises pictures together: one result each, in order. */
export type RecognisePictures = (pictures: readonly Uint8Array[]) => Promise<readonly Recognition[]>;

export interface QueueOptions<Picture, Result> {
  /** Works on pictures together: one result each, in order. */
  readonly work: (pictures: readonly Picture[]) => Promise<readonly Result[]>;
  /** Most pictures that wait. */
  readonly waiting: number;
  /** Most pictures of a batch. */
  readonly batch: number;
  /** Milliseconds to wait for a fuller batch; 0 takes what waits. */
  readonly wait: number;
  /** Milliseconds since any moment. */
  readonly clock: () => number;
  /** Told of each batch: its pictures, how long the first of them waited, and how long it took, in milliseconds. */
  readonly onBatch?: (batch: { readonly pictures: number; readonly waited: number; readonly took: number }) => void;
  /** Told how many pictures were dropped because their client left. */
  readonly onDrop?: (pictures: number) => void;
}

export interface RecognitionQueue<Picture = Uint8Array, Result = Recognition> {
  /**
   * Adds the pictures of one request, and resolves to their results.
   *
   * @param signal aborted when the client leaves
   * @throws Problem `busy` when they do not fit the queue, `client-gone`, and what the recogniser throws
   */
  add(pictures: readonly Picture[], signal: AbortSignal): Promise<readonly Result[]>;
  /** Pictures that wait. */
  readonly waiting: number;
  /** Seconds, from 1 to 60, until what waits now is done, by the throughput that was measured. */
  retryAfter(): number;
}

interface Waiting<Picture, Result> {
  readonly picture: Picture;
  readonly since: number;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** One batch is read while another is recognised. */
const batchesAtOnce = 2;

/** Share of the newest batch in the throughput. */
const newest = 0.2;

export function recognitionQueue<Picture, Result>(
  options: QueueOptions<Picture, Result>,
): RecognitionQueue<Picture, Result> {
  const { work, clock, onBatch = () => {}, onDrop = () => {} } = options;
  let waiting: Waiting<Picture, Result>[] = [];
  let running = 0;
  /** Milliseconds a picture takes; undefined before the first batch. */
  let pace: number | undefined;
  let lastEnd = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const start = () => {
    clearTimeout(timer);
    while (running < batchesAtOnce && waiting.length > 0) {
      const rest = options.wait - (clock() - waiting[0]!.since);
      if (rest > 0 && waiting.length < options.batch) {
        timer = setTimeout(start, rest);
        return;
      }
      void run(waiting.splice(0, options.batch));
    }
  };

  const run = async (batch: readonly Waiting<Picture, Result>[]) => {
    running++;
    const begin = clock();
    try {
      const results = await work(batch.map(({ picture }) => picture));
      batch.forEach(({ resolve }, index) => {
        resolve(results[index]!);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    running--;
    const end = clock();
    // While two batches run at once, each has the time since the other ended.
    const each = (end - Math.max(begin, lastEnd)) / batch.length;
    pace = pace === undefined ? each : pace + newest * (each - pace);
    lastEnd = end;
    onBatch({ pictures: batch.length, waited: begin - batch[0]!.since, took: end - begin });
    start();
  };

  return {
    get waiting() {
      return waiting.length;
    },
    retryAfter: () => Math.min(60, Math.max(1, Math.ceil((waiting.length * (pace ?? 0)) / 1000))),
    add(pictures, signal) {
      const since = clock();
      if (signal.aborted) {
        onDrop(pictures.length);
        return Promise.reject(gone(signal));
      }
      if (waiting.length + pictures.length > options.waiting) {
        return Promise.reject(
          new Problem('busy', `Cannot recognise now: ${waiting.length} pictures are waiting already`, {
            retryAfter: this.retryAfter(),
          }),
        );
      }
      const own = pictures.map((picture) => {
        const { promise, resolve, reject } = Promise.withResolvers<Result>();
        return { promise, entry: { picture, since, resolve, reject } };
      });
      const leave = () => {
        const entries = new Set<Waiting<Picture, Result>>(own.map(({ entry }) => entry));
        const before = waiting.length;
        waiting = waiting.filter((one) => !entries.has(one));
        if (before > waiting.length) onDrop(before - waiting.length);
        for (const { entry } of own) entry.reject(gone(signal));
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.push(...own.map(({ entry }) => entry));
      start();
      return Promise.all(own.map(({ promise }) => promise)).finally(() => signal.removeEventListener('abort', leave));
    },
  };
}

const gone = (signal: AbortSignal): Problem =>
  new Problem('client-gone', 'Cannot answer: the client left', { cause: signal.reason });
