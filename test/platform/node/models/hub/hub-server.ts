// A hub of the tests' own on this machine: the same addresses and headers as the public one, and every way to misbehave.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';

export type Files = Readonly<Record<string, Uint8Array | string>>;

export interface HubModelOnServer {
  readonly files: Files;
  /** Where `main` stands. */
  readonly commit: string;
  readonly licence?: string;
  /** Only with this token. */
  readonly token?: string;
}

/** What goes wrong with the next answers to requests for a file's bytes, one fault an answer; then all is well again. */
export type Fault =
  | { readonly kind: 'cut'; readonly after: number }
  | { readonly kind: 'hang'; readonly after: number }
  | { readonly kind: 'flip'; readonly at: number }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number }
  | { readonly kind: 'ignore-range' }
  | { readonly kind: 'too-long' };

export interface HubServer {
  readonly url: string;
  /** By path of the file. */
  readonly faults: Map<string, Fault[]>;
  /** Every request: method, path and the headers that matter. */
  readonly requests: {
    readonly path: string;
    readonly range: string | undefined;
    readonly authorization: string | undefined;
  }[];
  /** Bytes sent of a file in all answers. */
  sent(path: string): number;
  close(): Promise<void>;
}

export const isLarge = (path: string): boolean => path.endsWith('.safetensors');

export const bytesOf = (content: Uint8Array | string): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

export const sha256 = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex');

/** Git's name of a file. */
export const gitId = (content: Uint8Array | string): string => {
  const bytes = bytesOf(content);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
};

export const digestOf = (path: string, content: Uint8Array | string): string =>
  isLarge(path) ? sha256(content) : gitId(content);

/** Serves until the tests of the file have ended. Large files come from an address of their own, as on the real hub. */
export async function hubServer(models: Readonly<Record<string, HubModelOnServer>>): Promise<HubServer> {
  const faults = new Map<string, Fault[]>();
  const requests: HubServer['requests'] = [];
  const bytesSent = new Map<string, number>();
  const note = ({ url, headers }: IncomingMessage) =>
    requests.push({ path: url!, range: headers.range, authorization: headers.authorization });

  const sendFile = (path: string, content: Uint8Array, request: IncomingMessage, response: ServerResponse) => {
    const fault = faults.get(path)?.shift();
    if (fault?.kind === 'status') {
      response.writeHead(fault.status, fault.retryAfter === undefined ? {} : { 'Retry-After': fault.retryAfter });
      response.end();
      return;
    }
    const asked = fault?.kind === 'ignore-range' ? undefined : /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    const begin = Number(asked ?? 0);
    const body = fault?.kind === 'too-long' ? new Uint8Array(content.length + 10) : content.slice(begin);
    if (fault?.kind === 'flip') body[fault.at - begin]! ^= 1;
    response.writeHead(asked === undefined ? 200 : 206, {
      'Content-Length': body.length,
      'Content-Type': 'application/octet-stream',
      'Accept-Ranges': 'bytes',
      ETag: `"${digestOf(path, content)}"`,
      ...(asked !== undefined && { 'Content-Range': `bytes ${begin}-${content.length - 1}/${content.length}` }),
    });
    const part = fault?.kind === 'cut' || fault?.kind === 'hang' ? body.slice(0, fault.after) : body;
    bytesSent.set(path, (bytesSent.get(path) ?? 0) + part.length);
    if (fault?.kind === 'cut')
      response.write(part, () => setTimeout(() => request.socket.end(), 30)); // So that it has arrived.
    else if (fault?.kind === 'hang') response.write(part);
    else response.end(part);
  };

  const storage = await listen((request, response) => {
    note(request);
    const [, owner, name, path] = /^\/([^/]+)\/([^/]+)\/(.+)$/.exec(request.url!)!;
    sendFile(path!, bytesOf(models[`${owner}/${name}`]!.files[path!]!), request, response);
  });

  const hub = await listen((request, response) => {
    note(request);
    const json = (status: number, value: unknown) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    const { pathname, searchParams } = new URL(request.url!, 'http://hub');
    const [, id, question, revision, path] =
      /^(?:\/api\/models)?\/([^/]+\/[^/]+)\/(revision|tree|resolve)\/([^/]+)(?:\/(.+))?$/.exec(pathname) ?? [];
    const model = models[id!];
    if (model === undefined) return json(401, { error: 'Invalid username or password.' });
    if (model.token !== undefined && request.headers.authorization !== `Bearer ${model.token}`)
      return json(401, { error: 'Access is restricted' });
    if (revision !== 'main' && revision !== model.commit) return json(404, { error: `Invalid rev id: ${revision}` });
    if (question === 'revision') {
      const tags = model.licence === undefined ? [] : [`license:${model.licence}`];
      return json(200, {
        _id: '1',
        id,
        sha: model.commit,
        private: false,
        tags,
        cardData: {},
        lastModified: '2024-01-01',
      });
    }
    if (question === 'tree') {
      const at = Number(searchParams.get('cursor') ?? 0);
      const entries = treeOf(model.files);
      const next = at + entriesPerPage;
      // As from a mirror, which passes the public hub's own address on.
      const link = `<https://hub.example/api/models/${id}/tree/${revision}?recursive=false&cursor=${next}>; rel="next"`;
      if (next < entries.length) response.setHeader('Link', link);
      return json(200, entries.slice(at, next));
    }
    const content = model.files[decodeURIComponent(path!)];
    if (content === undefined) return json(404, { error: 'Entry not found' });
    const headers = { 'X-Repo-Commit': model.commit, 'X-Linked-Etag': `"${digestOf(path!, content)}"` };
    for (const [key, value] of Object.entries(headers)) response.setHeader(key, value);
    if (!isLarge(path!)) return sendFile(path!, bytesOf(content), request, response);
    response.writeHead(302, { Location: `${storage.url}/${id}/${path}` });
    response.end();
  });

  const close = async () => {
    await hub.close();
    await storage.close();
  };
  after(close);
  return { url: hub.url, faults, requests, sent: (path) => bytesSent.get(path) ?? 0, close };
}

/** So few that every model's list takes several pages. */
const entriesPerPage = 3;

const treeOf = (files: Files) => [
  { type: 'directory', path: 'onnx', size: 0, oid: 'a'.repeat(40) },
  ...Object.entries(files).map(([path, content]) => {
    const bytes = bytesOf(content);
    if (!isLarge(path)) return { type: 'file', path, size: bytes.length, oid: gitId(bytes) };
    const lfs = { oid: sha256(bytes), size: bytes.length, pointerSize: 134 };
    return { type: 'file', path, size: bytes.length, oid: 'b'.repeat(40), lfs, xetHash: 'c'.repeat(64) };
  }),
];

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
