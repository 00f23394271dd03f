// A host that sends no headers of its own, below a path, as GitHub Pages does; and a server elsewhere that should never hear anything.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { copyStudio } from '../../../src/jobs/studio/copy-studio.ts';
import { builtStudio } from './built-studio.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export interface Host {
  /** Ends in a slash. */
  readonly address: string;
  /** Method and path of every request so far. */
  readonly requests: string[];
  close(): Promise<void>;
}

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
};

const ended = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** The studio as `mpafer studio --out` writes it, below `/people/studio/`. */
export async function plainHost(): Promise<Host> {
  const folder = await mkdtemp(join(tmpdir(), 'mpafer-studio-'));
  await copyStudio({ folder, built: await builtStudio() });
  const requests: string[] = [];
  const below = '/people/studio/';
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    requests.push(`${request.method} ${pathname}`);
    const path = normalize(pathname.slice(below.length)) || 'index.html';
    try {
      if (!pathname.startsWith(below) || path.startsWith('..')) throw new Error('outside');
      const file = path === '.' ? 'index.html' : path;
      const content = await readFile(join(folder, file));
      response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  const address = `${await listening(server)}${below.slice(1)}`;
  return {
    address,
    requests,
    async close() {
      await ended(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Answers whatever asks, from any origin, and remembers it. */
export async function elsewhere(): Promise<Host> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response
      .writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' })
      .end('heard');
  });
  return { address: await listening(server), requests, close: () => ended(server) };
}
