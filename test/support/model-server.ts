// A local language-model server for one test: implements the protocols of four providers and replies as instructed.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** One request as received. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The question about a class. */
  readonly prompt: string;
  readonly instructions: string;
}

export type Said =
  | { readonly text: string; readonly finish?: 'stop' | 'length' }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** Sends half of a reply and breaks the connection. */
  | 'break'
  /** Never answers. */
  | 'hang';

export interface ModelServer {
  /** The base URL. */
  readonly url: string;
  readonly received: readonly Received[];
}

export async function modelServer(
  t: Pick<TestContext, 'after'>,
  say: (request: Received, count: number) => Said | Promise<Said>,
): Promise<ModelServer> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const path = request.url!;
    const one = { path, headers: request.headers, body, ...(protocols[kindOf(path)].read(JSON.parse(body)) as object) };
    received.push(one as Received);
    answer(path, await say(one as Received, received.length - 1), response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, received };
}

function answer(path: string, said: Said, response: ServerResponse): void {
  if (said === 'hang') return;
  if (said === 'break') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
    response.write('{"id": "half');
    setTimeout(() => response.destroy(), 10);
    return;
  }
  const { status, headers, body } =
    'status' in said
      ? said
      : {
          status: 200,
          headers: {},
          body: JSON.stringify(protocols[kindOf(path)].write(said.text, said.finish ?? 'stop')),
        };
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body ?? '');
}

type Kind = 'chat' | 'responses' | 'messages' | 'generate';

function kindOf(path: string): Kind {
  if (path.endsWith('/chat/completions')) return 'chat';
  if (path.endsWith('/responses')) return 'responses';
  if (path.endsWith('/messages')) return 'messages';
  if (path.endsWith(':generateContent')) return 'generate';
  throw new Error(`No provider asks for ${path}`);
}

/** The value at a path in parsed JSON. */
const at = (json: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce((value, step) => (value as Readonly<Record<string | number, unknown>>)[step], json);

/** Where each protocol puts the question, and its minimal reply. */
const protocols: Readonly<
  Record<Kind, { read(body: unknown): unknown; write(text: string, finish: 'stop' | 'length'): unknown }>
> = {
  chat: {
    read: (body) => ({ instructions: at(body, 'messages', 0, 'content'), prompt: at(body, 'messages', 1, 'content') }),
    write: (text, finish) => ({
      id: 'a',
      object: 'chat.completion',
      created: 0,
      model: 'dated-model-1',
      choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: finish }],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    }),
  },
  responses: {
    read: (body) => ({
      instructions: at(body, 'input', 0, 'content'),
      prompt: at(body, 'input', 1, 'content', 0, 'text'),
    }),
    write: (text, finish) => ({
      id: 'a',
      object: 'response',
      created_at: 0,
      model: 'dated-model-1',
      status: finish === 'stop' ? 'completed' : 'incomplete',
      incomplete_details: finish === 'stop' ? null : { reason: 'max_output_tokens' },
      output: [
        {
          type: 'message',
          id: 'b',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text, annotations: [] }],
        },
      ],
      usage: { input_tokens: 1, output_tokens: 1 },
    }),
  },
  messages: {
    read: (body) => ({
      instructions: at(body, 'system', 0, 'text'),
      prompt: at(body, 'messages', 0, 'content', 0, 'text'),
    }),
    write: (text, finish) => ({
      id: 'a',
      type: 'message',
      role: 'assistant',
      model: 'dated-model-1',
      content: [{ type: 'text', text }],
      stop_reason: finish === 'stop' ? 'end_turn' : 'max_tokens',
      stop_sequence: null,
      usage: { input_tokens: 1, output_tokens: 1 },
    }),
  },
  generate: {
    read: (body) => ({
      instructions: at(body, 'systemInstruction', 'parts', 0, 'text'),
      prompt: at(body, 'contents', 0, 'parts', 0, 'text'),
    }),
    write: (text, finish) => ({
      modelVersion: 'dated-model-1',
      candidates: [
        { content: { role: 'model', parts: [{ text }] }, finishReason: finish === 'stop' ? 'STOP' : 'MAX_TOKENS' },
      ],
      usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
    }),
  },
};
