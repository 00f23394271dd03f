// `mpafer serve` as a process: same numbers as `predict`, a small storm of good and bad requests, and an orderly end.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { after, before, suite, test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { synthetic } from '../../src/data/synthetic/synthetic.ts';
import { encodePng } from '../../src/platform/node/images/encode-image.ts';
import { mpafer } from '../support/command-line.ts';
import { ask, formOf, keptAlive, postPicture, type RunningServer, startServer } from '../support/running-server.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
const token = 'a-token-of-enough-characters';

/** Drawn faces as files. */
const { samples } = synthetic({ random: random(1), size: 48 });
const faces = await Promise.all(samples.slice(0, 7).map(async (sample) => encodePng(await sample.read())));

const recogniser = ['--run', 'zero-shot', '--clip', shop.clip];

suite('mpafer serve', { concurrency: 1 }, () => {
  let server: RunningServer;
  /** What `predict` says of the faces. */
  let predicted: readonly { readonly faces: readonly { readonly probabilities: object }[] }[];
  /** The runtime rounds by a face's place in its batch, and how `predict` splits its batches depends on how fast files are read. */
  const requireSame = (found: (typeof predicted)[number], index: number) => {
    const [own] = found.faces as readonly { readonly probabilities: Readonly<Record<string, number>> }[];
    for (const [name, value] of Object.entries(predicted[index]!.faces[0]!.probabilities))
      assert.ok(Math.abs(own!.probabilities[name]! - Number(value)) < 1e-6, name);
  };
  before(async () => {
    const paths = await Promise.all(
      faces.map(async (face, index) => {
        const path = shop.at(`face-${index}.png`);
        await writeFile(path, face);
        return path;
      }),
    );
    const { stdout, stderr } = await mpafer(['predict', ...recogniser, '--faces', 'crop', '--json', ...paths]);
    assert.notEqual(stdout, '', stderr);
    predicted = JSON.parse(stdout);
    server = await startServer([
      ...recogniser,
      '--max-picture',
      '1',
      '--max-pause',
      '1',
      '--max-upload',
      '2',
      '--log',
      'json',
      '--faces',
      'crop',
    ]);
  });
  after(async () => {
    server.child.kill('SIGKILL');
    await server.ended;
  });

  test('gives the numbers of predict, to rounding: in a form and alone', async () => {
    const { type, body } = await formOf(faces);
    const many = await ask(server.address, '/v1/recognise', {
      method: 'POST',
      headers: { 'content-type': type },
      pieces: [{ bytes: body }],
    });
    const inForm: typeof predicted = JSON.parse(many.text).pictures;
    assert.equal(inForm.length, predicted.length);
    inForm.forEach(requireSame);
    const agent = keptAlive(8);
    const alone = await Promise.all(faces.map((face) => postPicture(server.address, face, { agent })));
    agent.destroy();
    for (const [index, { text }] of alone.entries()) requireSame(JSON.parse(text).pictures[0], index);
    assert.ok(predicted.every(({ faces }) => faces.length === 1));
  });

  test('answers good, bad, oversized and slow requests by what they are, and closes those that stall', async () => {
    const agent = keptAlive(16);
    const big = new Uint8Array(2 ** 20 + 1);
    const half = faces[0]!.subarray(0, 100);
    const rest = faces[0]!.subarray(100);
    const expected: [number, Promise<{ readonly status: number }>][] = Array.from(
      { length: faces.length },
      (_, index) =>
        [
          [200, postPicture(server.address, faces[index]!, { agent })],
          [422, postPicture(server.address, new Uint8Array(1000), { agent })],
          [413, postPicture(server.address, big, { agent })],
          [
            200,
            postPicture(server.address, faces[index]!, {
              agent,
              pieces: [{ bytes: faces[index]!.subarray(0, 100) }, { after: 300, bytes: faces[index]!.subarray(100) }],
            }),
          ],
          [415, postPicture(server.address, half, { headers: { 'content-type': 'application/json' } })],
        ] satisfies [number, Promise<{ readonly status: number }>][],
    ).flat() as [number, Promise<{ readonly status: number }>][];
    const stalled = postPicture(server.address, faces[0]!, { pieces: [{ bytes: half }], ends: false });
    const trickling = postPicture(server.address, faces[0]!, {
      pieces: [{ bytes: half }, ...Array.from(rest, (byte) => ({ after: 100, bytes: new Uint8Array([byte]) }))],
    });
    for (const [status, answer] of expected) assert.equal((await answer).status, status);
    assert.equal((await stalled).status, 408);
    const late = await trickling;
    assert.deepEqual([late.status, late.headers.connection], [408, 'close']);
    agent.destroy();
  });

  test('answers a client that sends all of a body that is too large before it reads', { timeout: 30_000 }, async () => {
    const { hostname, port } = new URL(server.address);
    const body = new Uint8Array(8 * 2 ** 20);
    const text = await new Promise<string>((resolve, reject) => {
      let received = '';
      const socket = connect({ host: hostname, port: Number(port) });
      socket.on('error', reject);
      socket.pause();
      socket.write(
        `POST /v1/recognise HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: image/png\r\nContent-Length: ${body.length}\r\n\r\n`,
      );
      socket.on('data', (piece) => {
        received += piece;
      });
      socket.on('end', () => resolve(received));
      socket.write(body, () => socket.resume());
    });
    assert.match(text, /^HTTP\/1\.1 413 [\s\S]*"code":"body-too-large"/);
  });

  test('refuses to explain plain CLIP, by name', async () => {
    const { status, text } = await postPicture(server.address, faces[0]!, {}, '?explain=true');
    assert.deepEqual([status, JSON.parse(text).code], [422, 'not-explainable']);
  });

  test('forgets a client that leaves, and goes on', async () => {
    const left = await Promise.allSettled(faces.map((face) => postPicture(server.address, face, { leaves: 1 })));
    assert.ok(left.some(({ status }) => status === 'rejected'));
    assert.equal((await postPicture(server.address, faces[0]!)).status, 200);
    assert.match((await ask(server.address, '/metrics')).text, /^mpafer_open_requests 0$/m);
  });

  test('refuses what is no HTTP, a wrong host, and headers that do not end, and stays', async () => {
    assert.equal((await ask(server.address, '/livez', { headers: { host: 'evil.example' } })).status, 421);
    assert.equal((await ask(server.address, '/livez', { headers: { host: 'a b' } })).status, 400);
    assert.equal((await ask(server.address, '/livez')).status, 200);
  });

  test('writes one line for each request, without names', () => {
    const lines = server.said.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.ok(lines.length > 40);
    for (const { time, id, method, path, status } of lines)
      assert.ok(time && id && method && path && status, JSON.stringify({ time, id, method, path, status }));
    assert.ok(!server.said.stdout.includes('face.png'));
    assert.ok(!/ at .*\.ts/.test(server.said.stderr), server.said.stderr);
  });

  test('answers what it accepted when it is told to stop, refuses the rest, and ends with 0', async () => {
    const agent = keptAlive(16);
    const pieces = (face: Uint8Array) => [{ bytes: face.subarray(0, 50) }, { after: 400, bytes: face.subarray(50) }];
    const accepted = faces.map((face) => postPicture(server.address, face, { agent, pieces: pieces(face) }));
    await new Promise((resolve) => setTimeout(resolve, 200));
    server.child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const late = await postPicture(server.address, faces[0]!);
    assert.deepEqual([late.status, late.headers.connection], [503, 'close']);
    assert.equal((await ask(server.address, '/readyz')).status, 503);
    for (const answer of accepted) assert.equal((await answer).status, 200);
    assert.equal(await server.ended, 0);
    assert.match(server.said.stderr, /^7 requests are being answered$/m);
    agent.destroy();
  });
});

test('takes every flag from the environment, the token from there or from a file, and listens at a unix socket', async () => {
  const file = shop.at('token');
  await writeFile(file, `${token}\n`);
  const server = await startServer([], {
    MPAFER_SERVE_RUN: 'zero-shot',
    MPAFER_SERVE_CLIP: shop.clip,
    MPAFER_SERVE_TOKEN_FILE: file,
    MPAFER_SERVE_HOST: '0.0.0.0',
    MPAFER_SERVE_ALLOW_HOST: 'faces.example,other.example',
    MPAFER_SERVE_LOG: 'none',
  });
  try {
    const address = server.address.replace('0.0.0.0', '127.0.0.1');
    assert.equal((await ask(address, '/v1/model')).status, 401);
    const { status, text } = await ask(address, '/v1/model', {
      headers: { authorization: `Bearer ${token}`, host: 'other.example' },
    });
    assert.equal(status, 200);
    const { name, card, clip } = JSON.parse(text);
    assert.deepEqual([name, card, clip.digest.length], ['zero-shot', null, 64]);
    assert.equal(server.said.stdout, '');
  } finally {
    server.child.kill('SIGTERM');
    assert.equal(await server.ended, 0);
  }
});

test('refuses what it cannot do before it loads anything', async () => {
  const refused = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { code, stderr } = await mpafer(['serve', ...args], { env });
    assert.equal(code, 2, stderr);
    return stderr;
  };
  assert.match(
    await refused(['--host', '0.0.0.0']),
    /Cannot listen at 0\.0\.0\.0 without a token: others reach this address/,
  );
  assert.match(await refused([], { MPAFER_SERVE_TOKEN: 'short' }), /it has 5 characters; expected at least 16/);
  assert.match(await refused(['--token-file', shop.at('nowhere')]), /Cannot read the token file/);
  assert.match(await refused(['--port', '99999']), /expected a whole number from 0 to 65535/);
  assert.match(await refused(['--allow-origin', 'example.org']), /expected an origin such as https:\/\/example\.org/);
  assert.match(await refused(['--max-batch', '0']), /Cannot use --max-batch 0; expected a whole number from 1 to 64/);
});

test('a run that does not exist ends the server with a named error', async () => {
  const { code, stderr } = await mpafer(['serve', '--run', 'nowhere', '--port', '0']);
  assert.equal(code, 1);
  assert.match(stderr, /Cannot open run "nowhere": there is no such folder, file or pack/);
});

test('a second signal ends the server at once', async () => {
  const server = await startServer(recogniser);
  const held = postPicture(server.address, faces[0]!, { pieces: [{ bytes: faces[0]!.subarray(0, 10) }], ends: false });
  held.catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 300));
  server.child.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 300));
  server.child.kill('SIGTERM');
  assert.equal(await server.ended, 130);
  await assert.rejects(held);
});

test('a unix socket works as a port does', async () => {
  const path = shop.at('s');
  const server = await startServer([...recogniser, '--socket', path]);
  try {
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      request({ socketPath: path, path: '/readyz', headers: { host: 'localhost' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    assert.equal(status, 200);
    await assert.rejects(startServer([...recogniser, '--socket', path]), /another program listens there/);
  } finally {
    server.child.kill('SIGTERM');
    assert.equal(await server.ended, 0);
  }
  await assert.rejects(readFile(path), { code: 'ENOENT' });
});
