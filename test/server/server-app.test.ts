// The server as a function: requests in, responses out, without a socket.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { problemKinds } from '../../src/server/problem.ts';
import { modelAnswer, problemAnswer, recognitionAnswer } from '../../src/server/schemas.ts';
import { byFirstByte, bytes, explainedByRule, form, png, served, servedModel } from './served.ts';

/** The code of a problem, whose answer is checked on the way. */
async function codeOf(response: Response): Promise<string> {
  assert.equal(response.headers.get('content-type'), 'application/problem+json');
  const problem = problemAnswer.strict().parse(await response.json());
  assert.equal(problem.status, response.status);
  assert.equal(problemKinds[problem.code as keyof typeof problemKinds].status, response.status);
  assert.equal(problem.requestId, response.headers.get('x-request-id'));
  assert.match(problem.detail, /^(Cannot|Unknown) .*[^.]$/);
  return problem.code;
}

/** The problem, which can be read again. */
const detailOf = async (response: Response) => problemAnswer.parse(await response.clone().json());

suite('recognition', () => {
  test('answers a picture that is the whole body, and the pictures of a form in their order', async () => {
    const { post } = served();
    const one = await post(bytes(255), png);
    assert.equal(one.status, 200);
    const answer = recognitionAnswer.strict().parse(await one.json());
    assert.deepEqual(answer.model, { name: 'drawn', digest: servedModel.digest });
    assert.equal(answer.pictures[0]!.faces[0]!.expression, 'light');
    const many = recognitionAnswer.parse(await (await post(form([bytes(1), bytes(0x78), bytes(250)]))).json());
    assert.deepEqual(
      many.pictures.map(({ status, faces }) => [status, faces[0]?.expression]),
      [
        ['ok', 'dark'],
        ['unreadable', undefined],
        ['ok', 'light'],
      ],
    );
  });

  test('never repeats the name of a file', async () => {
    const { post, records } = served();
    const text = await (await post(form([bytes(1)]))).text();
    assert.ok(!text.includes('private-name') && !JSON.stringify(records).includes('private-name'));
  });

  test('refuses pictures of which none can be read, and says what is wrong with each', async () => {
    const { post } = served();
    const response = await post(form([bytes(0x78), bytes(0x78)]));
    const { pictures } = problemAnswer.parse(await response.clone().json());
    assert.deepEqual([pictures!.length, pictures![1]!.status], [2, 'unreadable']);
    assert.equal(await codeOf(response), 'unreadable-pictures');
  });

  test('refuses other types, and says that paths and addresses are not read', async () => {
    const { post } = served();
    const json = await post('{"url":"http://example.org/face.jpg"}', { 'content-type': 'application/json' });
    assert.match((await detailOf(json)).hint!, /paths and addresses are never read/);
    assert.equal(await codeOf(json), 'unsupported-media-type');
    const text = form([]);
    text.append('image', '/etc/passwd');
    const path = await post(text);
    assert.match((await detailOf(path)).detail, /"image": it is text; expected a file/);
    assert.equal(await codeOf(path), 'wrong-value');
  });

  test('refuses what is too large before or while it is read', async () => {
    const { post } = served({ limits: { pictureBytes: 10, bodyBytes: 1000, pictures: 2 } });
    const told = await post(new Uint8Array(11), { ...png, 'content-length': '11' });
    assert.equal(told.headers.get('connection'), null, 'the body went by, so the connection can be used again');
    assert.equal(await codeOf(told), 'body-too-large');
    let pulled = 0;
    const long = new ReadableStream({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(100));
        if (pulled === 9) controller.close();
      },
    });
    const late = await post(long, { ...png, 'content-length': '900' });
    assert.deepEqual([pulled, late.headers.get('connection')], [9, null], 'it is answered once it went by');
    assert.equal(await codeOf(late), 'body-too-large');
    const stalling = served({ limits: { pictureBytes: 10, pause: 20 } });
    const stalled = await stalling.post(new ReadableStream({}), { ...png, 'content-length': '900' });
    assert.equal(stalled.headers.get('connection'), 'close');
    assert.equal(await codeOf(stalled), 'body-too-large');
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(8)) });
    const streamed = await post(endless, png);
    assert.equal(streamed.headers.get('connection'), 'close');
    assert.equal(await codeOf(streamed), 'body-too-large');
    assert.equal(await codeOf(await post(form([new Uint8Array(11)]))), 'picture-too-large');
    assert.equal(await codeOf(await post(form([bytes(1), bytes(1), bytes(1)]))), 'too-many-pictures');
    assert.equal(await codeOf(await post(form([new Uint8Array(1001)]))), 'body-too-large');
  });

  test('refuses empty and malformed bodies', async () => {
    const { post } = served();
    assert.equal(await codeOf(await post('', png)), 'no-picture');
    assert.equal(await codeOf(await post(form([]))), 'no-picture');
    assert.equal(await codeOf(await post('x', { 'content-type': 'multipart/form-data' })), 'malformed-body');
    assert.equal(
      await codeOf(await post('x', { 'content-type': 'multipart/form-data; boundary=b' })),
      'malformed-body',
    );
    assert.equal(await codeOf(await post(form([], { maxFaces: '1' }))), 'no-picture');
  });

  test('takes the settings of the address or of the form, and refuses others by name', async () => {
    const sides = [90, 50, 20];
    const { post } = served({
      faces: 'find',
      recognise: async (pictures) =>
        pictures.map((picture) => {
          const { faces } = byFirstByte(picture);
          return {
            status: 'ok',
            faces: sides.map((side) => ({ ...faces[0]!, box: { x: 0, y: 0, width: side, height: side - 1 } })),
          };
        }),
    });
    const widths = async (response: Response) => {
      const [picture] = recognitionAnswer.parse(await response.json()).pictures;
      return [picture!.status, ...picture!.faces.map(({ box }) => box.width)];
    };
    assert.deepEqual(await widths(await post(bytes(1), png)), ['ok', 90, 50, 20]);
    assert.deepEqual(await widths(await post(bytes(1), png, '?maxFaces=2')), ['ok', 90, 50]);
    assert.deepEqual(await widths(await post(form([bytes(1)], { minFace: '50' }))), ['ok', 90, 50]);
    assert.deepEqual(await widths(await post(form([bytes(1)], { minFace: '20' }), {}, '?maxFaces=1')), ['ok', 90]);
    assert.deepEqual(await widths(await post(form([bytes(1)], { minFace: '91' }))), ['no-face']);
    const unknown = await post(bytes(1), png, '?colour=true');
    assert.equal(
      (await detailOf(unknown)).detail,
      'Unknown field "colour"; expected image, maxFaces, minFace or explain',
    );
    assert.equal(await codeOf(unknown), 'unknown-field');
    const near = await post(form([bytes(1)], { maxFace: '1' }));
    assert.match((await detailOf(near)).detail, /did you mean "maxFaces"\?/);
    for (const wrong of ['0', '-1', '1.5', '', 'all', '1e3', '99999'])
      assert.equal(await codeOf(await post(bytes(1), png, `?maxFaces=${wrong}`)), 'wrong-value', wrong);
    assert.equal(await codeOf(await post(form([bytes(1)], { maxFaces: '1' }), {}, '?maxFaces=1')), 'wrong-value');
  });

  test('explains the faces that were asked for, by the address or the form, and refuses other values', async () => {
    const sides = [90, 50, 20];
    const asked: number[][] = [];
    const { post, get } = served({
      faces: 'find',
      recognise: async (pictures) =>
        pictures.map((picture) => {
          const found = byFirstByte(picture);
          if (found.status !== 'ok') return found;
          const box = { x: 0, y: 0 };
          return { ...found, faces: sides.map((width) => ({ ...found.faces[0]!, box: { ...box, width, height: 1 } })) };
        }),
      explain(pictures) {
        asked.push(pictures.map(({ eyes }) => eyes.length));
        return explainedByRule(pictures);
      },
    });
    const explanationsOf = async (response: Response) => {
      const { pictures } = recognitionAnswer.strict().parse(await response.json());
      return pictures.map(({ faces }) => faces.map(({ explanation }) => explanation));
    };
    const form3 = form([bytes(1), bytes(0x78), bytes(3)], { explain: 'true', maxFaces: '2' });
    const [first, unreadable, third] = await explanationsOf(await post(form3));
    assert.deepEqual(unreadable, []);
    assert.deepEqual(first![0], {
      ...(await explainedByRule([{ picture: bytes(1), eyes: [undefined] }]))[0]![0]!,
      verdict: servedModel.explanation!.verdict,
    });
    assert.deepEqual(
      third!.map((own) => [own!.margin.total, own!.map.values[0]]),
      [
        [3, 0],
        [3, 1],
      ],
    );
    assert.equal((await explanationsOf(await post(bytes(1), png, '?explain=true')))[0]!.length, 3);
    assert.deepEqual(asked, [[2, 2], [3]], 'only faces that are answered');
    for (const query of ['', '?explain=false'])
      assert.deepEqual(await explanationsOf(await post(bytes(1), png, query)), [[undefined, undefined, undefined]]);
    assert.equal(asked.length, 2);
    for (const wrong of ['', '1', 'yes', 'True'])
      assert.equal(await codeOf(await post(bytes(1), png, `?explain=${wrong}`)), 'wrong-value', wrong);
    assert.match((await detailOf(await post(bytes(1), png, '?explain=no'))).detail, /"no"; expected true or false$/);
    assert.match(await (await get('/metrics')).text(), /^mpafer_explain_seconds_count 2$/m);
  });

  test('explains the faces of several requests together', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const batches: number[] = [];
    const { post } = served({
      async explain(pictures) {
        batches.push(pictures.length);
        await promise;
        return explainedByRule(pictures);
      },
    });
    const all = Array.from({ length: 8 }, (_, index) => post(bytes(index + 1), png, '?explain=true'));
    await new Promise((next) => setTimeout(next, 30));
    assert.equal((await post(bytes(1), png)).status, 200, 'what is not explained does not wait');
    resolve();
    for (const [index, response] of (await Promise.all(all)).entries()) {
      const { pictures } = recognitionAnswer.parse(await response.json());
      assert.equal(pictures[0]!.faces[0]!.explanation!.margin.total, index + 1);
    }
    assert.equal(
      batches.reduce((sum, size) => sum + size, 0),
      8,
    );
    assert.ok(batches.length < 8, String(batches));
  });

  test('says that a recogniser cannot be explained before it recognises, and that explaining failed', async () => {
    const { post, batches, get } = served({ model: { name: 'zero-shot', explanation: null } });
    const response = await post(bytes(1), png, '?explain=true');
    assert.match((await detailOf(response)).detail, /^Cannot explain "zero-shot": it has no checkpoint/);
    assert.equal(response.status, 422);
    assert.equal(await codeOf(response), 'not-explainable');
    assert.deepEqual(batches, []);
    assert.equal((await post(bytes(1), png, '?explain=false')).status, 200);
    assert.equal(modelAnswer.strict().parse(await (await get('/v1/model')).json()).explanation, null);
    const { MpaferError } = await import('../../src/core/errors.ts');
    const failing = served({ explain: () => Promise.reject(new MpaferError('host', 'Cannot run: out of memory')) });
    assert.equal(await codeOf(await failing.post(bytes(1), png, '?explain=true')), 'recognition-failed');
  });

  test('refuses settings of a search where no faces are searched for', async () => {
    const response = await served().post(bytes(1), png, '?minFace=20');
    assert.match((await detailOf(response)).detail, /"minFace": this server takes each picture as a crop/);
    assert.equal(await codeOf(response), 'wrong-value');
  });

  test('says that recognition failed where the recogniser does, and that a bug is one', async () => {
    const { MpaferError } = await import('../../src/core/errors.ts');
    const failing = (error: Error) => served({ recognise: () => Promise.reject(error) });
    const named = failing(new MpaferError('host', 'Cannot run: the engine was closed'));
    assert.equal(await codeOf(await named.post(bytes(1), png)), 'recognition-failed');
    const bug = failing(new TypeError('secret of the machine'));
    const response = await bug.post(bytes(1), png);
    assert.ok(!(await response.clone().text()).includes('secret'));
    assert.equal(await codeOf(response), 'internal');
    assert.equal((bug.errors[0] as Error).message, 'secret of the machine');
  });
});

/** Waits until the metrics have a line: what was sent has come as far as the test needs it to. */
async function metricIs(get: (path: string) => Promise<Response> | Response, line: string): Promise<void> {
  while (!(await (await get('/metrics')).text()).split('\n').includes(line)) await nextTurn();
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

suite('admission', () => {
  test('a permit is taken before the body is read', async () => {
    let pulled = 0;
    const body = () =>
      new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            pulled++;
            controller.enqueue(bytes(1));
            controller.close();
          },
        },
        { highWaterMark: 0 },
      );
    const { promise, resolve } = Promise.withResolvers<void>();
    const { post } = served({
      limits: { requests: 1 },
      recognise: async (pictures) => {
        await promise;
        return pictures.map(() => ({ status: 'ok', faces: [] }));
      },
    });
    const first = post(body(), png);
    const second = await post(body(), png);
    assert.equal(second.headers.get('retry-after'), '1');
    assert.equal(await codeOf(second), 'busy');
    assert.equal(pulled, 1, 'only of the first');
    resolve();
    assert.equal((await first).status, 200);
    assert.equal((await post(body(), png)).status, 200, 'the permit was given back');
  });

  test('the bytes of all bodies together are limited, by what is told and by what may come', async () => {
    const { post } = served({ limits: { memory: 100, pictureBytes: 80 } });
    const { promise, resolve } = Promise.withResolvers<void>();
    const late = () =>
      new ReadableStream<Uint8Array>({
        async pull(controller) {
          await promise;
          controller.enqueue(bytes(1));
          controller.close();
        },
      });
    const first = post(late(), { ...png, 'content-length': '60' });
    assert.equal(await codeOf(await post(bytes(1), png)), 'busy', 'without a length it may be 80 bytes');
    assert.equal(await codeOf(await post(bytes(1), { ...png, 'content-length': '60' })), 'busy');
    assert.equal((await post(bytes(1), { ...png, 'content-length': '30' })).status, 200);
    resolve();
    assert.equal((await first).status, 200);
    assert.equal((await post(bytes(1), png)).status, 200);
  });

  test('asks to come back where too many pictures wait', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { get, post } = served({
      limits: { waiting: 2, batch: 1 },
      recognise: async (pictures) => {
        await promise;
        return pictures.map(() => ({ status: 'ok', faces: [] }));
      },
    });
    const running = [post(bytes(1), png), post(bytes(1), png), post(form([bytes(1), bytes(1)]))];
    await metricIs(get, 'mpafer_waiting_pictures 2');
    const response = await post(bytes(1), png);
    assert.match(response.headers.get('retry-after')!, /^[1-9]\d*$/);
    assert.equal(await codeOf(response), 'busy');
    resolve();
    for (const one of running) assert.equal((await one).status, 200);
  });

  test('gives up on a body that pauses or takes too long', async () => {
    const silent = () => new ReadableStream({ pull: () => new Promise(() => {}) }, { highWaterMark: 0 });
    const paused = await served({ limits: { pause: 5 } }).post(silent(), png);
    assert.equal(paused.headers.get('connection'), 'close');
    assert.equal(await codeOf(paused), 'upload-too-slow');
    const trickle = new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 2));
        controller.enqueue(bytes(1));
      },
    });
    assert.equal(await codeOf(await served({ limits: { upload: 15 } }).post(trickle, png)), 'upload-too-slow');
  });
});

suite('life', () => {
  test('refuses while it loads, is ready with the model, and refuses again while it drains what it accepted', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { app, post, get } = served({ loaded: false });
    assert.deepEqual([(await get('/livez')).status, (await get('/readyz')).status], [200, 503]);
    assert.equal(await codeOf(await post(bytes(1), png)), 'loading');
    assert.equal(await codeOf(await get('/v1/model')), 'loading');
    app.ready({
      model: servedModel,
      recognise: async (pictures) => {
        await promise;
        return pictures.map(() => ({ status: 'ok', faces: [] }));
      },
      explain: explainedByRule,
    });
    assert.equal((await get('/readyz')).status, 200);
    const accepted = post(bytes(1), png);
    await metricIs(get, 'mpafer_open_requests 1');
    let drained = false;
    const draining = app.drain().then(() => {
      drained = true;
    });
    const refused = await post(bytes(1), png);
    assert.equal(refused.headers.get('connection'), 'close');
    assert.equal(await codeOf(refused), 'draining');
    assert.deepEqual(await (await get('/readyz')).json(), { status: 'draining' });
    assert.equal((await get('/livez')).status, 200);
    assert.equal(drained, false);
    resolve();
    const answer = await accepted;
    assert.deepEqual([answer.status, answer.headers.get('connection')], [200, 'close']);
    await draining;
  });

  test('a client that left waits no longer', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { app, get, batches } = served({
      limits: { batch: 1 },
      recognise: async (pictures) => {
        batches.push(pictures.length);
        await promise;
        return pictures.map(() => ({ status: 'ok', faces: [] }));
      },
    });
    const ask = (signal?: AbortSignal) =>
      app.fetch(
        new Request('http://localhost/v1/recognise', {
          method: 'POST',
          body: bytes(1),
          headers: { host: 'localhost', ...png },
          ...(signal && { signal }),
        }),
      );
    const leaving = new AbortController();
    const first = [ask(), ask()];
    while (batches.length < 2) await nextTurn();
    const third = ask(leaving.signal);
    await metricIs(get, 'mpafer_waiting_pictures 1');
    leaving.abort();
    assert.equal(await codeOf(await third), 'client-gone');
    resolve();
    for (const one of first) assert.equal((await one).status, 200);
    assert.deepEqual(batches, [1, 1], 'the third was never recognised');
    assert.match(await (await get('/metrics')).text(), /^mpafer_dropped_pictures_total 1$/m);
  });
});

suite('who may ask', () => {
  const token = 'a-token-of-enough-characters';

  test('needs the token for what costs or tells something, and nothing else', async () => {
    const { get, post } = served({ token });
    for (const path of ['/', '/livez', '/readyz', '/openapi.json']) assert.equal((await get(path)).status, 200, path);
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: `Basic ${token}` }]) {
      for (const path of ['/v1/model', '/metrics']) {
        const response = await get(path, headers);
        assert.equal(response.headers.get('www-authenticate'), 'Bearer');
        assert.equal(await codeOf(response), 'unauthorised');
      }
      assert.equal(await codeOf(await post(bytes(1), { ...png, ...headers })), 'unauthorised');
    }
    assert.equal((await post(bytes(1), { ...png, authorization: `Bearer ${token}` })).status, 200);
  });

  test('goes by numeric addresses, localhost and names that are allowed', async () => {
    const { get } = served({ hosts: ['faces.example'] });
    for (const host of ['127.0.0.1', '127.0.0.1:80', '[::1]:8080', '10.1.2.3:9', 'LOCALHOST:1', 'Faces.Example'])
      assert.equal((await get('/livez', { host })).status, 200, host);
    for (const host of [
      'evil.example',
      'localhost.evil.example',
      'a@localhost',
      '127.0.0.1.evil.example',
      '',
      'localhost:x',
    ])
      assert.equal(await codeOf(await get('/livez', { host })), 'host-not-allowed', host);
  });

  test('answers pages of its own and of origins that are allowed, and gives no other a header to read answers by', async () => {
    const own = await served().get('/livez', { origin: 'http://localhost:8080' });
    assert.deepEqual([own.status, own.headers.get('access-control-allow-origin')], [200, null]);
    for (const origin of ['http://evil.example', 'null', 'http://localhost:9999'])
      assert.equal(await codeOf(await served().get('/livez', { origin })), 'origin-not-allowed', origin);
    const { get, app } = served({ origins: ['https://page.example'] });
    const allowed = await get('/livez', { origin: 'https://page.example' });
    assert.equal(allowed.headers.get('access-control-allow-origin'), 'https://page.example');
    assert.equal(allowed.headers.get('vary'), 'Origin');
    const preflight = await app.fetch(
      new Request('http://localhost/v1/recognise', {
        method: 'OPTIONS',
        headers: { host: 'localhost', origin: 'https://page.example', 'access-control-request-method': 'POST' },
      }),
    );
    assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-methods')], [204, 'POST']);
  });

  test('every answer may be kept nowhere and framed nowhere', async () => {
    const { get, post } = served();
    for (const response of [await get('/'), await get('/nowhere'), await post(bytes(1), png)]) {
      assert.equal(response.headers.get('cache-control'), 'no-store');
      assert.match(response.headers.get('content-security-policy')!, /^default-src 'none';.*frame-ancestors 'none'$/);
      assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    }
  });
});

suite('the other paths', () => {
  test('say where to look, and which methods a path has', async () => {
    const { get, app } = served();
    assert.match(await (await get('/')).text(), /^This is mpafer 1\.2\.3, .*\/v1\/recognise.*\/openapi\.json/);
    assert.equal(await codeOf(await get('/v1/nothing')), 'not-found');
    const wrong = await get('/v1/recognise');
    assert.equal(wrong.headers.get('allow'), 'POST');
    assert.equal(await codeOf(wrong), 'method-not-allowed');
    const head = await app.fetch(
      new Request('http://localhost/livez', { method: 'HEAD', headers: { host: 'localhost' } }),
    );
    assert.deepEqual([head.status, await head.text()], [200, '']);
  });

  test('describe the model', async () => {
    const { get } = served();
    const model = modelAnswer.strict().parse(await (await get('/v1/model')).json());
    assert.deepEqual([model.version, model.classes, model.limits.pictures], ['1.2.3', ['light', 'dark'], 32]);
  });

  test('count what happened', async () => {
    const { get, post } = served();
    await post(form([bytes(1), bytes(0x78)]));
    await post(bytes(1), { 'content-type': 'text/plain' });
    const text = await (await get('/metrics')).text();
    for (const line of [
      'mpafer_requests_total{path="/v1/recognise",status="200"} 1',
      'mpafer_requests_total{path="/v1/recognise",status="415"} 1',
      'mpafer_problems_total{code="unsupported-media-type"} 1',
      'mpafer_pictures_total{status="ok"} 1',
      'mpafer_pictures_total{status="unreadable"} 1',
      'mpafer_faces_total 1',
      'mpafer_batch_pictures_bucket{le="2"} 1',
      'mpafer_event_loop_lag_seconds{quantile="0.99"} 0.001',
      'process_resident_memory_bytes 1000',
      'mpafer_ready 1',
    ])
      assert.ok(text.includes(`${line}\n`), line);
  });

  test('leave one record each, without what others wrote into the address', async () => {
    const { get, post, records } = served();
    await get('/secret-path?name=me');
    await post(bytes(1), { ...png, 'x-request-id': 'from-a-proxy.1' });
    await post(bytes(1), { ...png, 'x-request-id': 'spaces are not taken' });
    assert.deepEqual(
      records.map(({ milliseconds, ...record }) => record),
      [
        { id: 'request-1', method: 'GET', path: 'other', status: 404, code: 'not-found' },
        { id: 'from-a-proxy.1', method: 'POST', path: '/v1/recognise', status: 200, bytes: 1, pictures: 1, faces: 1 },
        { id: 'request-2', method: 'POST', path: '/v1/recognise', status: 200, bytes: 1, pictures: 1, faces: 1 },
      ],
    );
  });
});
