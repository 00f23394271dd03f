// A web server as simple as they come: one folder below a path, the types of old servers, no headers.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

/** Old servers know neither `.mjs` nor `.wasm`. */
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.png': 'image/png' };

export interface StaticServer {
  readonly url: string;
  close(): void;
}

/** @param below the path that the folder is served at, such as `/path/` */
export async function serveFolder(folder: string, below = '/'): Promise<StaticServer> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    const content = path.startsWith(below)
      ? await readFile(join(folder, path.slice(below.length))).catch(() => undefined)
      : undefined;
    response.writeHead(content === undefined ? 404 : 200, {
      'Content-Type': types[extname(path)] ?? 'application/octet-stream',
    });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}${below}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
