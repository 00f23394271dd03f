// Serves a recogniser over HTTP until its signal stops it.
import { randomUUID } from 'node:crypto';
import type { Precision } from '../../configuration/precision.ts';
import { MpaferError } from '../../core/errors.ts';
import { packageVersion } from '../../platform/node/environment.ts';
import type { Listener, ListenOptions } from '../../platform/node/http/listen.ts';
import { openRecogniserThread, type RecogniserThread } from '../../platform/node/models/thread/recogniser-thread.ts';
import type { faceModes } from '../../recognise/recogniser-options.ts';
import type { AccessRules } from '../../server/access.ts';
import type { AccessRecord } from '../../server/access-record.ts';
import { defaultLimits, type ServerLimits } from '../../server/server-limits.ts';
import type { ComputeOptions } from '../job-engine.ts';
import { type Channel, channel } from './channel.ts';
import { requireFace } from './drawn-face.ts';

/** Options of `serveRecogniser`. */
export interface ServeOptions extends ComputeOptions {
  /** Run folder, checkpoint file, or a name that `openRun` knows. */
  readonly run: string;
  readonly clip?: string | undefined;
  readonly precision?: Precision | undefined;
  /** `find` (the default): pictures are whole, and every face in them is recognised. `crop`: each picture is one face. */
  readonly faces?: (typeof faceModes)[number] | undefined;
  /** Where to listen: 127.0.0.1, port 8080, by default; port 0 takes a free one. */
  readonly at?: ListenOptions['at'] | undefined;
  /** Who may ask; whoever reaches the address, by default. An address that others reach needs a token. */
  readonly access?: Partial<AccessRules> | undefined;
  readonly limits?: Partial<ServerLimits> | undefined;
  /** Milliseconds that requests which were accepted have to be answered once the signal says stop; 30,000 by default. */
  readonly drain?: number | undefined;
  /** Stops the server: it answers what it accepted, and ends. */
  readonly signal?: AbortSignal | undefined;
}

/** What the service reports while it runs. */
export type ServeEvent =
  /** It listens; requests are refused until it is ready. */
  | { readonly kind: 'listening'; readonly address: string }
  /** A face went through the recogniser. */
  | { readonly kind: 'ready'; readonly model: string; readonly seconds: number }
  | { readonly kind: 'access'; readonly record: AccessRecord }
  /** A bug, or a failure of the recogniser, that one request met. */
  | { readonly kind: 'error'; readonly error: unknown; readonly requestId: string }
  /** It was asked to stop while so many requests were still unanswered. */
  | { readonly kind: 'draining'; readonly requests: number };

/** How a server ended. */
export interface ServeResult {
  /** Requests that were accepted and not answered in time. */
  readonly unanswered: number;
}

/** Node closes connections beyond these. */
const connections = 2048;

/** Milliseconds until a request's headers are complete. */
const headers = 10_000;

/**
 * Serves a recogniser over HTTP until the signal says stop, or the loop is left.
 *
 * @throws MpaferError `usage` for an address that others reach without a token; `host` when it cannot be listened at, or the recogniser's
 *   thread ends; what opening a recogniser throws
 * @example
 * ```ts
 * import { serveRecogniser } from 'mpafer/jobs';
 * const stop = new AbortController();
 * let address = '';
 * for await (const event of serveRecogniser({ run: 'fer2013', at: { host: '127.0.0.1', port: 0 }, signal: stop.signal })) {
 *   if (event.kind === 'listening') address = event.address;
 *   if (event.kind !== 'ready') continue;
 *   const answer = await fetch(`${address}/v1/model`);
 *   console.log(((await answer.json()) as { name: string }).name); // fer2013
 *   stop.abort();
 * }
 * ```
 */
export async function* serveRecogniser(options: ServeOptions): AsyncGenerator<ServeEvent, ServeResult> {
  const { at = { host: '127.0.0.1', port: 8080 }, drain = 30_000, signal } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const access = { hosts: [], origins: [], token: undefined, ...options.access };
  requireGuard(at, access.token);
  // Loaded here, so that no other verb pays for a server.
  const [{ serverApp }, { listen }, { processHealth }, { badRequest }] = await Promise.all([
    import('../../server/server-app.ts'),
    import('../../platform/node/http/listen.ts'),
    import('../../platform/node/http/event-loop-lag.ts'),
    import('../../server/bad-request.ts'),
  ]);
  const events: Channel<ServeEvent> = channel();
  const health = processHealth();
  const app = serverApp({
    version: packageVersion(),
    limits,
    access: { ...access, hosts: 'host' in at ? [...access.hosts, at.host.toLowerCase()] : access.hosts },
    clock: () => performance.now(),
    newRequestId: randomUUID,
    onAccess: (record) => events.send({ kind: 'access', record }),
    onError: (error, requestId) => events.send({ kind: 'error', error, requestId }),
    process: health.read,
  });
  const held: { listener?: Listener; thread?: RecogniserThread } = {};
  let unanswered = 0;
  const stop = () => {
    events.send({ kind: 'draining', requests: app.open });
    drained(app.drain(), held.listener!, drain, () => app.open).then((left) => {
      unanswered = left;
      events.end();
    }, events.fail);
  };
  try {
    held.listener = await listen({
      fetch: app.fetch,
      refuse: badRequest,
      at,
      headers,
      // What reads bodies gives up before.
      request: headers + limits.upload + limits.pause,
      connections,
    });
    yield { kind: 'listening', address: held.listener.address };
    const begin = performance.now();
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
    const { run, clip, precision, threads, device: provider, faces } = options;
    openRecogniserThread({ run, options: { clip, precision, threads, provider, faces }, pixels: limits.pixels })
      .then(async (thread) => {
        held.thread = thread;
        await requireFace(thread);
        app.ready(thread);
        events.send({ kind: 'ready', model: thread.model.name, seconds: (performance.now() - begin) / 1000 });
        await thread.ended;
      })
      .catch(events.fail);
    yield* events;
    return { unanswered };
  } finally {
    signal?.removeEventListener('abort', stop);
    held.listener?.destroy();
    await Promise.all([held.listener?.close(), held.thread?.close()]);
    health.stop();
  }
}

/** Answers what was accepted; what is not answered in time is counted and ended. */
async function drained(answered: Promise<void>, listener: Listener, most: number, open: () => number): Promise<number> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, most);
  });
  // Until then, new requests get a 503, which is kinder than a refused connection.
  await Promise.race([answered, late]);
  const left = open();
  await Promise.race([listener.close(), late]);
  clearTimeout(timer);
  return left;
}

/** Only this machine reaches these, as sockets in its files. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

function requireGuard(at: ListenOptions['at'], token: string | undefined): void {
  if ('socket' in at || loopback.test(at.host) || token !== undefined) return;
  throw new MpaferError('usage', `Cannot listen at ${at.host} without a token: others reach this address`, {
    hint: 'Set a token, or listen at 127.0.0.1 behind a proxy that checks who asks',
  });
}
