import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { listen } from '../../../../src/platform/node/http/listen.ts';

const options = {
  fetch: async () => new Response('hello'),
  refuse: () => new Response('no', { status: 400 }),
  at: { host: '127.0.0.1', port: 0 },
  headers: 500,
  request: 1000,
  connections: 4,
} as const;

/** Everything that the server says to these bytes until it ends the connection. */
const talk = (address: string, text: string) =>
  new Promise<string>((resolve, reject) => {
    const { hostname, port } = new URL(address);
    let said = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket
      .setEncoding('utf8')
      .on('data', (piece) => {
        said += piece;
      })
      .on('end', () => resolve(said))
      .on('error', reject);
  });

test('ends a connection whose headers do not, and answers what is no HTTP and what names no host', async () => {
  const listener = await listen(options);
  assert.match(await talk(listener.address, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: '), /^HTTP\/1\.1 408 /);
  assert.match(await talk(listener.address, 'no HTTP at all\r\n\r\n'), /^HTTP\/1\.1 400 /);
  assert.match(await talk(listener.address, 'GET / HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 400 [\s\S]*no$/);
  assert.match(
    await talk(listener.address, 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
    /hello$/,
  );
  await listener.close();
});

test("leaves Node's own Request and Response as they are", async () => {
  const before = [globalThis.Request, globalThis.Response];
  const listener = await listen(options);
  assert.equal(await (await fetch(listener.address)).text(), 'hello');
  assert.deepEqual([globalThis.Request, globalThis.Response], before);
  await listener.close();
});

test('says why it cannot listen', async () => {
  const listener = await listen(options);
  const port = Number(new URL(listener.address).port);
  await assert.rejects(listen({ ...options, at: { host: '127.0.0.1', port } }), {
    code: 'host',
    message: `Cannot listen at 127.0.0.1:${port}: another program listens there`,
  });
  await assert.rejects(
    listen({ ...options, at: { host: '203.0.113.1', port: 0 } }),
    /this machine has no such address/,
  );
  await assert.rejects(
    listen({ ...options, at: { socket: '/nowhere/at/all' } }),
    /there is no such folder|may not listen/,
  );
  await listener.close();
});

test('tells a request that its client left', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const leaving = new AbortController();
  const listener = await listen({
    ...options,
    async fetch(request) {
      // While a body is not read, nobody listens for the end of its connection.
      await request.text();
      leaving.abort();
      await new Promise((left) => request.signal.addEventListener('abort', left));
      resolve();
      return new Response('late');
    },
  });
  const asked = fetch(listener.address, { method: 'POST', body: 'x', signal: leaving.signal });
  await assert.rejects(asked, { name: 'AbortError' });
  await promise;
  await listener.close();
});
