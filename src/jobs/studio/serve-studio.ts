// Serves the studio to the browsers of this machine until its signal stops it.
import { MpaferError } from '../../core/errors.ts';
import type { Listener } from '../../platform/node/http/listen.ts';
import { pageContent } from '../../platform/node/web/page-sources.ts';
import { servedStudio, typeOf } from '../../platform/node/web/studio-sources.ts';
import type { StudioFile } from '../../server/studio/studio-app.ts';
import { type Channel, channel } from '../serve/channel.ts';
import { givenProject } from './given-project.ts';

/** Options of `serveStudio`. */
export interface ServeStudioOptions {
  /** A project that the studio opens a copy of: a folder, or a zip of one. */
  readonly project?: string | undefined;
  /** The port of 127.0.0.1; 0 takes a free one. By default 7310, and a free one where that is taken. */
  readonly port?: number | undefined;
  /** A folder with a build, `studio/` and `web/` in it: by default the package's. */
  readonly built?: string | undefined;
  /** Stops the server. */
  readonly signal?: AbortSignal | undefined;
}

/** What the server of the studio reports. */
export type StudioEvent =
  | {
      readonly kind: 'listening';
      /** The address to open. */
      readonly address: string;
      /** Whether the usual port was taken: what a browser keeps of projects belongs to an address, port included. */
      readonly isUnusual: boolean;
    }
  /** A browser asked for something: none of it once the page is loaded. */
  | { readonly kind: 'request'; readonly method: string; readonly path: string; readonly status: number };

/** Projects are kept by the browser for an address, so it should not change from day to day. */
const usualPort = 7310;

/** Where the studio finds the project that it is given, and the part of its address that says so. */
const given = { path: 'given/project.zip', hash: '#teach?given=project' };

/**
 * Serves the studio on 127.0.0.1, with headers under which a page reaches nothing but this server, until the signal says stop, or the loop
 * is left.
 *
 * @throws MpaferError `host` when the port is taken, or the studio was not built; `data` for what is no project
 * @example
 * ```ts no-run (needs the built studio of an installed package)
 * import { serveStudio } from 'mpafer/jobs';
 * for await (const event of serveStudio({ port: 0 })) {
 *   if (event.kind === 'listening') console.log((await fetch(event.address)).headers.get('cross-origin-opener-policy')); // same-origin
 *   else break;
 * }
 * ```
 */
export async function* serveStudio({
  project,
  port,
  built,
  signal,
}: ServeStudioOptions = {}): AsyncGenerator<StudioEvent, void> {
  const [{ studioApp }, { listen }, { badRequest }] = await Promise.all([
    import('../../server/studio/studio-app.ts'),
    import('../../platform/node/http/listen.ts'),
    import('../../server/bad-request.ts'),
  ]);
  const { sources, manifest } = await servedStudio(built);
  const inMemory = new Map<string, Uint8Array>([manifest]);
  if (project !== undefined) inMemory.set(given.path, await givenProject(project));
  const answer = studioApp((path): StudioFile | undefined => {
    const bytes = inMemory.get(path);
    if (bytes !== undefined) return { type: typeOf(path), read: async () => bytes };
    const source = sources.get(path);
    return source === undefined ? undefined : { type: typeOf(path), read: () => pageContent(source) };
  });
  const events: Channel<StudioEvent> = channel();
  const fetch = async (request: Request): Promise<Response> => {
    const response = await answer(request);
    const { method, url } = request;
    events.send({ kind: 'request', method, path: new URL(url).pathname, status: response.status });
    return response;
  };
  const open = (at: number): Promise<Listener> =>
    listen({
      fetch,
      refuse: badRequest,
      at: { host: '127.0.0.1', port: at },
      headers: 10_000,
      request: 60_000,
      connections: 256,
    });
  let isUnusual = false;
  const listener = await open(port ?? usualPort).catch((error: unknown) => {
    if (port !== undefined || !(error instanceof MpaferError)) throw error;
    isUnusual = true;
    return open(0);
  });
  const stop = () => events.end();
  try {
    if (signal?.aborted) return;
    signal?.addEventListener('abort', stop);
    const address = `${listener.address}/${project === undefined ? '' : given.hash}`;
    yield { kind: 'listening', address, isUnusual };
    yield* events;
  } finally {
    signal?.removeEventListener('abort', stop);
    listener.destroy();
    await listener.close();
  }
}
