// The server as a function from a request to a response. It knows no socket, no file and no clock: all are handed in.
import { Hono } from 'hono';
import { type AccessRules, requireHost, requireOrigin, tokenCheck } from './access.ts';
import type { AccessRecord } from './access-record.ts';
import { corsHeaders, preflight } from './cors.ts';
import { openApi } from './openapi.ts';
import { createPermits } from './permits.ts';
import { Problem, problemResponse } from './problem.ts';
import { type RecogniseRoute, recogniseRoute } from './recognise-route.ts';
import { type RecognitionQueue, recognitionQueue } from './recognition-queue.ts';
import type { ServerLimits } from './server-limits.ts';
import { type ServerGauges, serverMetrics } from './server-metrics.ts';
import { type Served, serverState } from './server-state.ts';

export interface ServerOptions {
  /** Of mpafer. */
  readonly version: string;
  readonly limits: ServerLimits;
  readonly access: AccessRules;
  /** Milliseconds since any moment; never goes back. */
  readonly clock: () => number;
  /** A name for a request that brings none. */
  readonly newRequestId: () => string;
  /** Called after each request. */
  readonly onAccess?: (record: AccessRecord) => void;
  /** Called with what is a bug, or a failure of the recogniser. */
  readonly onError?: (error: unknown, requestId: string) => void;
  /** What the host knows of its process. */
  readonly process: ServerGauges['process'];
}

export interface ServerApp {
  /** Answers a request; never throws. */
  fetch(request: Request): Promise<Response>;
  /** Hands in the recogniser once a face went through it. */
  ready(served: Served): void;
  /** Refuses requests from now on; resolves once those that were accepted are answered. */
  drain(): Promise<void>;
  /** Requests that are not answered yet. */
  readonly open: number;
}

/** Methods of each path. `OPTIONS` is answered for pages of origins that are allowed. */
const methods: Readonly<Record<string, string>> = {
  '/': 'GET, HEAD',
  '/livez': 'GET, HEAD',
  '/readyz': 'GET, HEAD',
  '/metrics': 'GET, HEAD',
  '/openapi.json': 'GET, HEAD',
  '/v1/model': 'GET, HEAD',
  '/v1/recognise': 'POST',
};

/** Paths that need the token, where there is one. */
const guarded: readonly string[] = ['/v1/model', '/v1/recognise', '/metrics'];

const always: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export function serverApp(options: ServerOptions): ServerApp {
  const { version, limits, access, clock } = options;
  const state = serverState();
  const permits = createPermits(limits);
  const checkToken = tokenCheck(access.token);
  let queue: RecognitionQueue | undefined;
  let explanations: RecogniseRoute['explanations'] | undefined;
  const metrics = serverMetrics({
    ready: () => (state.phase === 'ready' ? 1 : 0),
    requests: () => permits.taken,
    bytes: () => permits.bytes,
    waiting: () => (queue?.waiting ?? 0) + (explanations?.waiting ?? 0),
    process: options.process,
    info: () => {
      const { name = '', digest = '' } = state.phase === 'ready' ? state.served().model : {};
      return { version, model: name, digest: digest ?? '' };
    },
  });

  type Counts = { -readonly [Key in 'bytes' | 'pictures' | 'faces']?: number };
  const app = new Hono<{ Bindings: { id: string; counts: Counts } }>();
  app.get('/', (context) =>
    context.text(
      `This is mpafer ${version}, which recognises facial expressions: POST a picture to /v1/recognise; /openapi.json describes every path\n`,
    ),
  );
  app.get('/livez', (context) => context.text('live\n'));
  app.get('/readyz', (context) => context.json({ status: state.phase }, state.phase === 'ready' ? 200 : 503));
  app.get(
    '/metrics',
    () => new Response(metrics.text(), { headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } }),
  );
  app.get('/openapi.json', (context) =>
    context.json(openApi({ version, limits, guarded: access.token !== undefined })),
  );
  app.get('/v1/model', (context) => {
    const { pictures, pictureBytes, bodyBytes, pixels } = limits;
    return context.json({ version, ...state.served().model, limits: { pictures, pictureBytes, bodyBytes, pixels } });
  });
  app.post('/v1/recognise', async (context) => {
    const { id, counts } = context.env;
    state.served();
    return context.json(
      await recogniseRoute(context.req.raw, id, {
        state,
        limits,
        permits,
        queue: queue!,
        explanations: explanations!,
        note({ bytes, results }) {
          if (bytes !== undefined) {
            counts.bytes = bytes;
            metrics.bodies.add(bytes);
          }
          if (results === undefined) return;
          counts.pictures = results.length;
          counts.faces = results.reduce((sum, { faces }) => sum + faces.length, 0);
          for (const { status } of results) metrics.pictures.add(1, { status });
          metrics.faces.add(counts.faces);
        },
      }),
    );
  });
  app.onError((error) => {
    throw error;
  });

  const answer = async (request: Request, id: string, counts: Counts): Promise<Response> => {
    const { headers, method } = request;
    const { pathname } = new URL(request.url);
    const [host, origin] = [headers.get('host'), headers.get('origin')];
    requireHost(host, access);
    requireOrigin(origin, host, access);
    const allowed = Object.hasOwn(methods, pathname) ? methods[pathname] : undefined;
    if (allowed === undefined) {
      throw new Problem('not-found', 'Cannot answer: there is no such path', {
        hint: '/openapi.json describes every path',
      });
    }
    if (method === 'OPTIONS' && access.origins.length > 0) return preflight(allowed);
    if (!allowed.split(', ').includes(method)) {
      throw new Problem('method-not-allowed', `Cannot answer ${method.slice(0, 20)}; expected ${allowed}`, {
        headers: { allow: allowed },
      });
    }
    if (guarded.includes(pathname)) await checkToken(headers.get('authorization'));
    return app.fetch(request, { id, counts });
  };

  return {
    get open() {
      return permits.taken;
    },
    ready(served) {
      const common = {
        waiting: limits.waiting,
        batch: limits.batch,
        wait: limits.wait,
        clock,
        onDrop: (pictures: number) => metrics.dropped.add(pictures),
      };
      queue = recognitionQueue({
        ...common,
        work: served.recognise,
        onBatch({ pictures, waited, took }) {
          metrics.batchPictures.observe(pictures);
          metrics.waitSeconds.observe(waited / 1000);
          metrics.batchSeconds.observe(took / 1000);
        },
      });
      // A queue of its own, so that pictures which are only to be recognised do not wait for explanations.
      explanations = recognitionQueue({
        ...common,
        work: served.explain,
        onBatch: ({ took }) => metrics.explainSeconds.observe(took / 1000),
      });
      state.ready(served);
    },
    async drain() {
      state.drain();
      await permits.idle();
    },
    async fetch(request) {
      const begin = clock();
      const id = requestIdOf(request) ?? options.newRequestId();
      const counts: Counts = {};
      let response: Response;
      let code: string | undefined;
      try {
        response = await answer(request, id, counts);
      } catch (error) {
        const problem = error instanceof Problem ? error : bug(error);
        if (!(error instanceof Problem) || error.code === 'recognition-failed') options.onError?.(error, id);
        code = problem.code;
        metrics.problems.add(1, { code });
        response = problemResponse(problem, id);
      }
      const answered = finished(response, {
        ...always,
        ...corsHeaders(request.headers.get('origin'), access.origins),
        'x-request-id': id,
        // Nobody shall send another request over a connection that is about to end.
        ...(state.phase === 'draining' && { connection: 'close' }),
      });
      const path = pathOf(request);
      const milliseconds = clock() - begin;
      metrics.requests.add(1, { path, status: String(answered.status) });
      metrics.requestSeconds.observe(milliseconds / 1000, { path });
      const record = { id, method: request.method, path, status: answered.status, milliseconds, ...counts };
      options.onAccess?.(code === undefined ? record : { ...record, code });
      return answered;
    },
  };
}

const bug = (error: unknown): Problem =>
  new Problem('internal', 'Cannot answer: this is a bug in mpafer', { hint: 'Please report it', cause: error });

/** A name that a client or a proxy gave, if it is short and plain. */
const requestIdOf = ({ headers }: Request): string | undefined =>
  /^[\w.-]{1,64}$/.exec(headers.get('x-request-id') ?? '')?.[0];

function pathOf({ url }: Request): string {
  const { pathname } = new URL(url);
  return Object.hasOwn(methods, pathname) ? pathname : 'other';
}

function finished(response: Response, headers: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
