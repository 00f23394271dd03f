// The studio's server: files, and nothing else, to whoever asks for them on this machine. A function from a request to a response.
import { requireHost } from '../access.ts';
import { Problem, problemResponse } from '../problem.ts';
import { strictHeaders } from './strict-headers.ts';

export interface StudioFile {
  readonly type: string;
  read(): Promise<Uint8Array>;
}

/** @param find the file at a path without its first slash; undefined where there is none */
export function studioApp(find: (path: string) => StudioFile | undefined): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    try {
      // A page of elsewhere whose name leads to this machine would otherwise share the studio's origin.
      requireHost(request.headers.get('host'), { hosts: [] });
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        throw new Problem('method-not-allowed', `Cannot ${request.method} "${pathname}"; expected GET`, {
          headers: { allow: 'GET, HEAD' },
        });
      }
      const file = find(pathname === '/' ? 'index.html' : pathname.slice(1));
      if (file === undefined) throw new Problem('not-found', `Cannot find "${pathname.slice(0, 200)}"`);
      const bytes = await file.read();
      return new Response(request.method === 'HEAD' ? null : new Uint8Array(bytes), {
        headers: {
          ...strictHeaders,
          'content-type': file.type,
          'content-length': String(bytes.length),
          // Its service worker keeps the files, and asks whether there are others.
          'cache-control': 'no-cache',
        },
      });
    } catch (error) {
      if (error instanceof Problem) return problemResponse(error, '-');
      throw error;
    }
  };
}
