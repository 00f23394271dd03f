// The caller's side of an engine that lives in a worker: requests in order, replies in the same order.
import { copyArray, type NumericArray, sizeOf } from '../core/array.ts';
import { type ErrorCode, MpaferError } from '../core/errors.ts';
import type { Arrays, Host } from './engine.ts';
import type { ReadyModel } from './ready-model.ts';

/** What a worker needs of a model. */
export type SentModel = Pick<ReadyModel, 'bytes' | 'inputs' | 'outputs' | 'files'>;

/** What the caller asks of its worker. Settings are the host's own: threads, providers, the runtime's address. */
export type Request<Settings> =
  | { readonly kind: 'open'; readonly id: number; readonly model: SentModel; readonly settings: Settings }
  | { readonly kind: 'run'; readonly id: number; readonly feeds: Arrays }
  | { readonly kind: 'release'; readonly id: number };

/** One reply to each request, in the order of the requests. */
export type Reply =
  | { readonly arrays: Arrays }
  | { readonly failure: { readonly code: ErrorCode; readonly message: string; readonly hint: string | undefined } };

/** A connection to a worker. */
export interface Channel<Settings> {
  /** @param buffers transferred instead of copied */
  post(request: Request<Settings>, buffers: ArrayBuffer[]): void;
  close(): Promise<void>;
  /** Called when replies start and stop being awaited: an idle thread must not keep the process alive. */
  busy?(awaited: boolean): void;
}

export interface ChannelEvents {
  reply(reply: Reply): void;
  /** The worker is gone: pending and later requests fail with this error. */
  end(error: MpaferError): void;
}

/** A host for `createEngine` whose runtime is in a worker. */
export function remoteHost<Settings>(connect: (events: ChannelEvents) => Channel<Settings>, settings: Settings): Host {
  const waiting: { resolve: (arrays: Arrays) => void; reject: (error: Error) => void }[] = [];
  let ended: MpaferError | undefined;
  let sessions = 0;

  const channel = connect({
    reply(reply) {
      const { resolve, reject } = waiting.shift()!;
      if (waiting.length === 0) channel.busy?.(false);
      if ('arrays' in reply) return resolve(reply.arrays);
      const { code, message, hint } = reply.failure;
      reject(new MpaferError(code, message, hint === undefined ? {} : { hint }));
    },
    end(error) {
      ended ??= error;
      for (const { reject } of waiting.splice(0)) reject(ended);
    },
  });

  const ask = (request: Request<Settings>, buffers: ArrayBuffer[] = []): Promise<Arrays> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) return reject(ended);
      channel.post(request, buffers);
      waiting.push({ resolve, reject });
      channel.busy?.(true);
    });

  return {
    async open({ bytes, inputs, outputs, files }, handOver = false) {
      const id = sessions++;
      const buffers = handOver ? [bytes.buffer as ArrayBuffer] : [];
      await ask({ kind: 'open', id, model: { bytes, inputs, outputs, files }, settings }, buffers);
      return {
        run: (feeds) => ask({ kind: 'run', id, feeds: compact(feeds) }),
        async release() {
          await ask({ kind: 'release', id });
        },
      };
    },
    close: () => channel.close(),
  };
}

/** Posting a view sends its whole buffer, so part of a large buffer is copied out first. */
function compact(feeds: Arrays): Arrays {
  const sent: Record<string, NumericArray> = {};
  for (const [name, array] of Object.entries(feeds)) {
    const { shape, data } = array;
    const whole = data.buffer.byteLength === sizeOf(shape) * data.BYTES_PER_ELEMENT;
    sent[name] = whole ? array : copyArray(array);
  }
  return sent;
}
