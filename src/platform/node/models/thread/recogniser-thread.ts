// A recogniser in a thread of its own: decoding, resizing and finding faces never hold up the thread that asks.
import { Worker } from 'node:worker_threads';
import { type ErrorCode, MpaferError } from '../../../../core/errors.ts';
import { startFile } from '../../../../engine/node/package-files.ts';
import { withoutTelemetry } from '../../../../engine/node/without-telemetry.ts';
import type { Explanation } from '../../../../evaluate/explanation.ts';
import type { Recognition } from '../../../../recognise/expression-recogniser.ts';
import type { PictureToExplain } from '../../../../server/explained-faces.ts';
import type { ServedModel } from '../../../../server/server-state.ts';
import type { ThreadSettings } from './thread-settings.ts';

/** What the thread is asked. */
export type ThreadQuestion =
  | {
      readonly kind: 'recognise';
      /** Views of shared memory. */
      readonly pictures: readonly Uint8Array[];
    }
  | { readonly kind: 'explain'; readonly asked: readonly PictureToExplain[] };

export type ThreadRequest = ({ readonly id: number } & ThreadQuestion) | { readonly kind: 'close' };

/** One for each picture: what was recognised, or the explanations of its faces. */
export type ThreadResults = readonly Recognition[] | readonly (readonly Explanation[])[];

/** An error on its way between threads, which keep no classes. */
export interface SentError {
  readonly code: ErrorCode | undefined;
  readonly message: string;
  readonly hint: string | undefined;
  readonly stack: string | undefined;
}

/** What the thread answers. */
export type ThreadReply =
  | { readonly kind: 'opened'; readonly model: ServedModel }
  | { readonly kind: 'results'; readonly id: number; readonly results: ThreadResults }
  /** Without an id, opening failed. */
  | { readonly kind: 'failure'; readonly id?: number; readonly error: SentError };

export interface RecogniserThread {
  readonly model: ServedModel;
  /** Recognises pictures together: one result each, in order. @throws MpaferError `host` when the thread has ended */
  recognise(pictures: readonly Uint8Array[]): Promise<readonly Recognition[]>;
  /** Explains faces that were recognised. Only where `model.explanation` says how. @throws MpaferError `host` */
  explain(asked: readonly PictureToExplain[]): Promise<readonly (readonly Explanation[])[]>;
  /** Rejects if the thread ends by itself. */
  readonly ended: Promise<never>;
  close(): Promise<void>;
}

/**
 * Opens a recogniser in a new thread.
 *
 * @throws MpaferError what opening a recogniser throws
 */
export function openRecogniserThread(settings: ThreadSettings): Promise<RecogniserThread> {
  // Native code does not see what a thread writes into its own environment.
  withoutTelemetry();
  const worker = new Worker(startFile('platform/node/models/thread/recogniser-worker'), {
    execArgv: [],
    workerData: settings,
  });
  const waiting = new Map<number, PromiseWithResolvers<ThreadResults>>();
  const opening = Promise.withResolvers<RecogniserThread>();
  const ended = Promise.withResolvers<never>();
  // Whoever wants to know listens; nobody has to.
  ended.promise.catch(() => {});
  let next = 0;
  let gone = false;
  const exited = new Promise<void>((resolve) =>
    worker.on('exit', () => {
      gone = true;
      end(new MpaferError('host', "Cannot recognise: the recogniser's thread has ended"));
      resolve();
    }),
  );
  const end = (error: Error) => {
    opening.reject(error);
    ended.reject(error);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const ask = (request: ThreadQuestion): Promise<ThreadResults> => {
    const id = next++;
    const answer = Promise.withResolvers<ThreadResults>();
    waiting.set(id, answer);
    worker.postMessage({ id, ...request } satisfies ThreadRequest);
    return answer.promise;
  };
  const thread = (model: ServedModel): RecogniserThread => ({
    model,
    ended: ended.promise,
    recognise: (pictures) => ask({ kind: 'recognise', pictures }) as Promise<readonly Recognition[]>,
    explain: (asked) => ask({ kind: 'explain', asked }) as Promise<readonly (readonly Explanation[])[]>,
    async close() {
      if (gone) return;
      // It closes its engine first: to end a thread within a step of the native runtime would end the process.
      worker.postMessage({ kind: 'close' } satisfies ThreadRequest);
      await exited;
    },
  });
  worker.on('message', (reply: ThreadReply) => {
    if (reply.kind === 'opened') return opening.resolve(thread(reply.model));
    if (reply.kind === 'failure' && reply.id === undefined) {
      opening.reject(received(reply.error));
      return void worker.terminate();
    }
    const answer = waiting.get(reply.id!);
    waiting.delete(reply.id!);
    if (reply.kind === 'results') answer?.resolve(reply.results);
    else answer?.reject(received(reply.error));
  });
  worker.on('error', (error: Error) =>
    end(new MpaferError('host', `The recogniser's thread failed: ${error.message}`, { cause: error })),
  );
  return opening.promise;
}

function received({ code, message, hint, stack }: SentError): Error {
  if (code !== undefined) return new MpaferError(code, message, hint === undefined ? {} : { hint });
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
