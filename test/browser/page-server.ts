// A tiny web server for test pages: files in memory and folders on disk, isolated so that WASM may use threads.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

export interface PageServer {
  /** `http://localhost:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

const isolated = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cache-Control': 'no-store',
};

/**
 * Serves until closed.
 *
 * @param files contents by path, e.g. `/index.html`
 * @param folders folders on disk by the path under which their files appear, e.g. `/onnxruntime`
 * @param policy the content security policy of every response, if any
 */
export async function servePages(
  files: ReadonlyMap<string, string | Uint8Array>,
  folders: Readonly<Record<string, string>>,
  policy?: string,
): Promise<PageServer> {
  const headers = policy === undefined ? isolated : { ...isolated, 'Content-Security-Policy': policy };
  const find = (path: string): Promise<string | Uint8Array> | string | Uint8Array => {
    const folder = Object.keys(folders).find((each) => path.startsWith(`${each}/`) && !path.includes('..'));
    const file = files.get(path);
    if (file !== undefined) return file;
    if (folder === undefined) throw new Error(`Nothing is served at ${path}`);
    return readFile(join(folders[folder]!, path.slice(folder.length)));
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    const path = pathname === '/' ? '/index.html' : pathname;
    try {
      const body = await find(path);
      response.writeHead(200, { ...headers, 'Content-Type': types[extname(path)] ?? 'application/octet-stream' });
      response.end(body);
    } catch (error) {
      response.writeHead(404, headers);
      response.end((error as Error).message);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
