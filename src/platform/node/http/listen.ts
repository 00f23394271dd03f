// An HTTP server for a function from a request to a response, on a TCP port or a unix socket.
import { rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { MpaferError } from '../../../core/errors.ts';

export interface ListenOptions {
  readonly fetch: (request: Request) => Promise<Response>;
  /** The answer to a request that is none: a wrong host, a wrong address. */
  readonly refuse: () => Response;
  /** Where to listen: a port of an address of this machine, or the path of a unix socket. */
  readonly at: { readonly host: string; readonly port: number } | { readonly socket: string };
  /** Milliseconds until a request's headers are complete. */
  readonly headers: number;
  /** Milliseconds until a whole request is there; what reads bodies has a limit of its own. */
  readonly request: number;
  /** Most connections at a time; more are closed at once. */
  readonly connections: number;
}

export interface Listener {
  /** The address as a URL, or the path of the socket. */
  readonly address: string;
  /** Accepts no more connections, and resolves once those that are open have ended. */
  close(): Promise<void>;
  /** Ends all connections. */
  destroy(): void;
}

/** Longer than proxies keep theirs, so that it is they who end an idle connection. */
const keepAlive = 75_000;

/** @throws MpaferError `host` when the address is taken or does not exist */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { fetch, refuse, at } = options;
  const listener = getRequestListener(fetch, {
    // Node's own Request and Response stay what they are for the rest of the process.
    overrideGlobalObjects: false,
    errorHandler: refuse,
  });
  const server = createServer(
    {
      headersTimeout: options.headers,
      requestTimeout: options.request,
      keepAliveTimeout: keepAlive,
      connectionsCheckingInterval: 500,
    },
    listener,
  );
  server.maxConnections = options.connections;
  if ('socket' in at) await removeDeadSocket(at.socket);
  const place = 'socket' in at ? at.socket : `${at.host}:${at.port}`;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refused(place, error)));
    const listening = () => {
      server.removeAllListeners('error');
      resolve();
    };
    if ('socket' in at) server.listen(at.socket, listening);
    else server.listen(at.port, at.host, listening);
  });
  return {
    address: addressOf(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
    destroy: () => server.closeAllConnections(),
  };
}

function addressOf(server: Server): string {
  const address = server.address()!;
  if (typeof address === 'string') return address;
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}

/** A socket of a process that died is in the way of the next; one that somebody answers at is not touched. */
async function removeDeadSocket(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isSocket()) return;
  const alive = await new Promise<boolean>((resolve) => {
    const probe = connect(path, () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
  if (!alive) await rm(path, { force: true });
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'this user may not listen there',
  ENOTFOUND: 'there is no such name',
  ENOENT: 'there is no such folder',
};

const refused = (place: string, error: NodeJS.ErrnoException): MpaferError =>
  new MpaferError('host', `Cannot listen at ${place}: ${reasons[error.code ?? ''] ?? error.message}`, { cause: error });
