// The gate: a service worker through which every request of the page and its workers goes. It answers from its cache, adds the strict
// headers where the host cannot, and refuses whatever is not a GET of this folder; once every file is kept, nothing reaches the network.
import type { FillEvent, GateMessage, GateNotice } from './messages.ts';

/** The few parts of a service worker's scope that are used; TypeScript cannot load its library beside the page's. */
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Client {
  postMessage(message: GateNotice): void;
}
declare const self: {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void>; matchAll(): Promise<readonly Client[]> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(kind: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(kind: 'message', listener: (event: ExtendableEvent & MessageEvent<GateMessage>) => void): void;
};

/** Written when the studio is built. */
const known = JSON.parse('__KNOWN_FILES__') as {
  /** Of this build: after another one, everything is fetched again. */
  readonly id: string;
  readonly files: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
};
const { scope } = self.registration;
const prefix = `mpafer-studio ${scope} `;
const cacheName = `${prefix}${known.id}`;
/** Kept in the cache once nothing is missing, so that a gate that was restarted knows. */
const completeMark = `${scope}complete`;
const models = 'mpafer/';
/** The project that `mpafer studio PROJECT` hands over: the one file that is never kept, and may be fetched at any time. */
const givenProject = `${scope}given/project.zip`;
const digestHeader = 'x-content-sha256';

self.addEventListener('install', (event) => event.waitUntil(keepAll(known.files, () => {})));

self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

async function takeOver(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(prefix) && name !== cacheName) await caches.delete(name);
  await self.clients.claim();
}

self.addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.data.kind === 'replace') event.waitUntil(self.skipWaiting());
  if (event.data.kind === 'fill' && port !== undefined) event.waitUntil(fill(port));
});

/** Fetches what the engine needs: what is missing, or of another version. Without a network, what was complete before will do. */
async function fill(port: MessagePort): Promise<void> {
  const post = (message: FillEvent) => port.postMessage(message);
  try {
    const cache = await caches.open(cacheName);
    const wasComplete = (await cache.match(completeMark)) !== undefined;
    const manifest = await fetchFile(`${models}mpafer.json`).catch((error: unknown) => {
      if (wasComplete) return undefined;
      throw error;
    });
    if (manifest !== undefined) {
      const { files } = (await manifest.clone().json()) as { readonly files: Readonly<Record<string, string>> };
      const named = Object.entries(files).map(([file, digest]): [string, string] => [`${models}${file}`, digest]);
      await keepAll(Object.fromEntries(named), (loaded, total) => post({ kind: 'progress', loaded, total }));
      await cache.put(`${scope}${models}mpafer.json`, guarded(manifest));
      await cache.put(completeMark, new Response('complete'));
    }
    post({ kind: 'filled' });
  } catch (error) {
    post({ kind: 'failed', reason: (error as Error).message });
  }
}

/** Files as they are published: each is fetched once, its digest checked, and kept. */
async function keepAll(
  files: Readonly<Record<string, string>>,
  onProgress: (loaded: number, total: number) => void,
): Promise<void> {
  const cache = await caches.open(cacheName);
  const missing: [string, string][] = [];
  for (const [file, digest] of Object.entries(files))
    if ((await cache.match(`${scope}${file}`))?.headers.get(digestHeader) !== digest) missing.push([file, digest]);
  const sizes = new Map<string, readonly [loaded: number, total: number]>();
  const report = () => {
    const known = [...sizes.values()];
    const sum = (at: 0 | 1) => known.reduce((total, size) => total + size[at], 0);
    if (known.length === missing.length) onProgress(sum(0), sum(1));
  };
  await Promise.all(
    missing.map(async ([file, digest]) => {
      const response = await fetchFile(file);
      const bytes = await readAll(response, (loaded, total) => {
        sizes.set(file, [loaded, total]);
        report();
      });
      if ((await digestOf(bytes)) !== digest) throw new Error(`"${file}" arrived damaged, or is of another version`);
      await cache.put(`${scope}${file}`, guarded(new Response(bytes, { headers: response.headers }), digest));
    }),
  );
}

async function fetchFile(file: string): Promise<Response> {
  const response = await fetch(`${scope}${file}`, { cache: 'no-cache', redirect: 'error' });
  if (!response.ok) throw new Error(`"${file}" cannot be fetched: the server answered ${response.status}`);
  return response;
}

async function readAll(
  response: Response,
  onProgress: (loaded: number, total: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const stated = Number(response.headers.get('content-length') ?? 0);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let loaded = 0;
  onProgress(0, stated);
  const reader = response.body!.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    loaded += value.length;
    // What is stated may be the length of compressed bytes.
    onProgress(loaded, Math.max(stated, loaded));
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A copy with the strict headers; of the host's own only the type stays. */
function guarded(response: Response, digest?: string): Response {
  const type = response.headers.get('content-type');
  return new Response(response.body, {
    headers: {
      ...known.headers,
      ...(type !== null && { 'content-type': type }),
      ...(digest !== undefined && { [digestHeader]: digest }),
    },
  });
}

self.addEventListener('fetch', (event) => event.respondWith(answer(event.request)));

async function answer(request: Request): Promise<Response> {
  const { origin, pathname, search } = new URL(request.url);
  const address = `${origin}${pathname}`;
  if (request.method !== 'GET' || !address.startsWith(scope)) return refuse(request);
  if (address === givenProject && search === '') return guarded(await fetch(givenProject, { cache: 'no-store' }));
  const cache = await caches.open(cacheName);
  const asked = address === scope ? `${scope}index.html` : address;
  const kept = await cache.match(asked);
  if (kept !== undefined && asked !== completeMark) return kept;
  if ((await cache.match(completeMark)) !== undefined) return refuse(request);
  const found = await fetch(asked, { redirect: 'error' });
  return found.ok ? guarded(found) : new Response(null, { status: found.status, headers: known.headers });
}

/** Says so to every page, which counts. */
async function refuse({ method, url }: Request): Promise<Response> {
  for (const client of await self.clients.matchAll())
    client.postMessage({ kind: 'refused', request: `${method} ${url}` });
  return Response.error();
}
