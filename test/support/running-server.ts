// `mpafer serve` in a process of its own, and a client that says what became of each request.
import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { program } from './command-line.ts';

export interface RunningServer {
  readonly child: ChildProcess;
  readonly address: string;
  /** Its output so far: the access log, and what it says besides. */
  readonly said: { stdout: string; stderr: string };
  /** Resolves to its exit code; null if a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** Starts a server on a free port and waits until it is ready. @param args of `mpafer serve` */
export async function startServer(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<RunningServer> {
  const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...rest } = process.env;
  const child = spawn(process.execPath, [program(), 'serve', '--port', '0', ...args], {
    env: { ...rest, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const until = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(said.stderr);
        if (found !== null) resolve(found);
      };
      child.stderr.on('data', look);
      look();
      void ended.then((code) => reject(new Error(`The server ended with ${code}: ${said.stderr}`)));
    });
  const [, address] = await until(/^Listening at (\S+);/m);
  await until(/^Ready: /m);
  return { child, address: address!, said, ended };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export const keptAlive = (connections: number): Agent => new Agent({ keepAlive: true, maxSockets: connections });

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly agent?: Agent;
  /** Pieces of the body, with a pause in milliseconds before each. */
  readonly pieces?: readonly { readonly after?: number; readonly bytes: Uint8Array }[];
  /** Whether the body ends after its pieces; a slow client leaves it open. */
  readonly ends?: boolean;
  /** Milliseconds after which the client leaves. */
  readonly leaves?: number;
}

/** Sends one request. Rejects when the connection ends without an answer. */
export function ask(address: string, path: string, asked: Asked = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, agent, pieces = [], ends = true, leaves } = asked;
  return new Promise((resolve, reject) => {
    const sent = request(`${address}${path}`, { method, headers, ...(agent && { agent }) }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    if (leaves !== undefined) setTimeout(() => sent.destroy(), leaves);
    void (async () => {
      sent.flushHeaders();
      for (const { after = 0, bytes } of pieces) {
        if (after > 0) await new Promise((next) => setTimeout(next, after));
        if (sent.destroyed) return;
        sent.write(bytes);
      }
      if (ends) sent.end();
    })();
  });
}

/** Sends a picture as the whole body. */
export const postPicture = (address: string, picture: Uint8Array, asked: Asked = {}, query = ''): Promise<Answer> =>
  ask(address, `/v1/recognise${query}`, {
    method: 'POST',
    ...asked,
    headers: { 'content-type': 'image/png', 'content-length': picture.length, ...asked.headers },
    pieces: asked.pieces ?? [{ bytes: picture }],
  });

/** Pictures as the files of a form. */
export async function formOf(
  pictures: readonly Uint8Array[],
): Promise<{ readonly type: string; readonly body: Uint8Array }> {
  const form = new FormData();
  for (const picture of pictures)
    form.append('image', new File([new Uint8Array(picture)], 'face.png', { type: 'image/png' }));
  const sent = new Response(form);
  return { type: sent.headers.get('content-type')!, body: new Uint8Array(await sent.arrayBuffer()) };
}
