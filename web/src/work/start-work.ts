// Starts a worker for a task and calls its functions, typed by the task itself.
import { transferOf, type WorkAnswer, type WorkContext, type WorkReply, type WorkRequest } from './port.ts';
import type { TaskName, Tasks } from './tasks.ts';
import { WorkFailure } from './work-failure.ts';

type Called<F> = F extends (input: infer Input, context: WorkContext) => Promise<infer Output>
  ? { readonly input: Input; readonly output: Output }
  : never;
type Streamed<F> = F extends (input: infer Input, context: WorkContext) => AsyncGenerator<infer Item, infer Result>
  ? { readonly input: Input; readonly item: Item; readonly result: Result }
  : never;

export interface CallOptions {
  /** Gives up: the call rejects with WorkFailure `aborted`. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: unknown) => void) | undefined;
}

/** A worker that does one task. */
export interface Work<Name extends TaskName> {
  /** Calls a function that gives one answer. Rejects with the error that it throws. */
  call<F extends keyof Tasks[Name]>(
    name: F,
    input: Called<Tasks[Name][F]>['input'],
    options?: CallOptions,
  ): Promise<Called<Tasks[Name][F]>['output']>;
  /** Reads a stream; leaving the loop stops it. */
  stream<F extends keyof Tasks[Name]>(
    name: F,
    input: Streamed<Tasks[Name][F]>['input'],
    options?: CallOptions,
  ): AsyncGenerator<Streamed<Tasks[Name][F]>['item'], Streamed<Tasks[Name][F]>['result'], undefined>;
  /** Ends the worker, and every call with it. */
  close(): void;
}

interface Waiting {
  readonly onProgress: ((progress: unknown) => void) | undefined;
  settle: { resolve(reply: WorkAnswer): void; reject(error: unknown): void };
}

/** @param assets address of the folder `mpafer/` */
export function startWork<Name extends TaskName>(task: Name, assets: string): Work<Name> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: task });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let ended: Error | undefined;
  const post = (request: WorkRequest) => worker.postMessage(request, transferOf('input' in request && request.input));
  worker.onmessage = ({ data: reply }: MessageEvent<WorkReply>) => {
    const found = waiting.get(reply.id);
    if (reply.kind === 'progress') found?.onProgress?.(reply.value);
    else if (reply.kind === 'failed') found?.settle.reject(new WorkFailure(reply.failure));
    else found?.settle.resolve(reply);
  };
  worker.onerror = ({ message }) => end(new Error(`The worker of "${task}" failed: ${message || 'it was not loaded'}`));
  post({ kind: 'task', name: task, assets });

  function end(error: Error): void {
    ended ??= error;
    for (const { settle } of waiting.values()) settle.reject(ended);
    waiting.clear();
  }

  /** Opens a call; `take` asks for its next reply. */
  function open(name: string, input: unknown, { signal, onProgress }: CallOptions) {
    const id = ++lastId;
    const entry: Waiting = { onProgress, settle: { resolve: () => {}, reject: () => {} } };
    const abort = () => {
      close();
      entry.settle.reject(new WorkFailure({ code: 'aborted', message: 'Stopped' }));
    };
    const close = () => {
      signal?.removeEventListener('abort', abort);
      if (waiting.delete(id) && ended === undefined) post({ kind: 'stop', id });
    };
    const take = (): Promise<WorkAnswer> =>
      new Promise((resolve, reject) => {
        entry.settle = { resolve, reject };
        if (ended !== undefined) reject(ended);
        else if (signal?.aborted) abort();
      });
    signal?.addEventListener('abort', abort);
    waiting.set(id, entry);
    return { id, take, close, begin: () => post({ kind: 'call', id, name, input }) };
  }

  return {
    async call(name, input, options = {}) {
      const { take, close, begin } = open(String(name), input, options);
      const answer = take();
      begin();
      try {
        const { value } = await answer;
        return value as never;
      } finally {
        close();
      }
    },
    async *stream(name, input, options = {}) {
      const { id, take, close, begin } = open(String(name), input, options);
      begin();
      try {
        for (;;) {
          const reply = take();
          post({ kind: 'next', id });
          const { kind, value } = await reply;
          if (kind === 'end') return value as never;
          yield value as never;
        }
      } finally {
        close();
      }
    },
    close() {
      worker.terminate();
      end(new WorkFailure({ code: 'aborted', message: 'Stopped: the worker was ended' }));
    },
  };
}
