// Images read, decoded and reduced by worker threads, so that the calling thread stays free and all cores work.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { MpaferError } from '../../../../core/errors.ts';
import { startFile } from '../../../../engine/node/package-files.ts';
import type { ViewedImage } from '../../../../image/square.ts';
import type { ReadReply, SentRequest } from './image-worker.ts';
import { type ReadRequest, readHere } from './read-request.ts';

/** Reads images on threads of its own. */
export interface ImageWorkers {
  /** @throws MpaferError `data`, `image` or `host`, as reading on the calling thread would */
  read(request: ReadRequest): Promise<ViewedImage>;
  close(): Promise<void>;
}

/** A thread reduces one image while sharp, on a thread of its own, decodes the next. */
const perWorker = 2;

interface Waiting {
  readonly request: ReadRequest;
  resolve(image: ViewedImage): void;
  reject(error: unknown): void;
}

/**
 * Starts threads as they are needed; idle ones do not keep the process alive. The images do not depend on their number.
 *
 * @param most threads, all cores by default
 */
export function imageWorkers(most: number = availableParallelism()): ImageWorkers {
  const threads: Thread[] = [];
  const queue: Waiting[] = [];
  let closed = false;

  /** Hands the next request to the thread with the fewest, starting another while all are busy. */
  const dispatch = () => {
    while (queue.length > 0) {
      const idlest = threads.toSorted((a, b) => a.busy - b.busy)[0];
      const isStarting = (idlest === undefined || idlest.busy > 0) && threads.length < most;
      const chosen = isStarting ? start() : idlest!;
      if (chosen.busy >= perWorker) return;
      chosen.send(queue.shift()!);
    }
  };
  const start = (): Thread => {
    const thread: Thread = openThread(dispatch, () => {
      const at = threads.indexOf(thread);
      if (at >= 0) threads.splice(at, 1);
    });
    threads.push(thread);
    return thread;
  };
  return {
    read(request) {
      if (closed) throw new MpaferError('host', 'Cannot read an image: its threads were closed');
      return new Promise((resolve, reject) => {
        queue.push({ request: sendable(request), resolve, reject });
        dispatch();
      });
    },
    async close() {
      closed = true;
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

interface Thread {
  /** Requests that are not answered yet. */
  readonly busy: number;
  send(waiting: Waiting): void;
  close(): Promise<unknown>;
}

function openThread(onReply: () => void, onEnd: () => void): Thread {
  // By default a thread inherits its process's options, and those of --eval and of the test runner keep it from starting.
  const worker = new Worker(workerFile()!, { execArgv: [] });
  const pending = new Map<number, Waiting>();
  let next = 0;
  worker.on('message', (reply: ReadReply) => {
    const { resolve, reject } = pending.get(reply.id)!;
    pending.delete(reply.id);
    if (pending.size === 0) worker.unref();
    if ('image' in reply) resolve(reply.image);
    else reject('bug' in reply ? reply.bug : errorOf(reply.failure));
    onReply();
  });
  const end = (error: unknown) => {
    onEnd();
    const left = [...pending.values()];
    pending.clear();
    for (const { reject } of left) reject(error);
    onReply();
  };
  worker.on('error', (cause: Error) =>
    end(new MpaferError('host', `A thread that reads images failed: ${cause.message}`, { cause })),
  );
  worker.on('exit', () => end(new MpaferError('host', 'Cannot read an image: its threads were closed')));
  // Last, since adding the listener for messages makes the thread keep the process alive again.
  worker.unref();
  return {
    get busy() {
      return pending.size;
    },
    send(waiting) {
      const id = next++;
      pending.set(id, waiting);
      worker.ref();
      worker.postMessage({ id, request: waiting.request } satisfies SentRequest);
    },
    close: () => worker.terminate(),
  };
}

/** Of a view, all the memory behind it would be sent. */
const sendable = (request: ReadRequest): ReadRequest =>
  'bytes' in request && request.bytes.byteLength < request.bytes.buffer.byteLength
    ? { ...request, bytes: new Uint8Array(request.bytes) }
    : request;

const errorOf = ({ code, message, hint }: Extract<ReadReply, { failure: unknown }>['failure']): MpaferError =>
  new MpaferError(code, message, hint === undefined ? {} : { hint });

/** The thread's file; undefined in a program that was bundled and moved away from the package. */
function workerFile(): string | undefined {
  try {
    return startFile('platform/node/images/workers/image-worker');
  } catch {
    return undefined;
  }
}

/** As many small images take as long here as a thread takes to start. */
const readBefore = 32;
let read = 0;
let shared: ImageWorkers | undefined;

let threads: boolean | undefined;
const hasThreads = (): boolean => {
  threads ??= workerFile() !== undefined;
  return threads;
};

/** Reads an image on threads that the whole process shares; the first few on this one, and all where there is no file of the thread. */
export function readAway(request: ReadRequest): Promise<ViewedImage> {
  if (read++ < readBefore || !hasThreads()) return readHere(request);
  shared ??= imageWorkers();
  return shared.read(request);
}
