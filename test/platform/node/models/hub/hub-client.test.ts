// The hub's two answers: what is read of them, and what is refused.
import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { hubClient } from '../../../../../src/platform/node/models/hub/hub-client.ts';
import { hubSettings } from '../../../../../src/platform/node/models/hub/hub-settings.ts';
import { refuses } from '../../../../data/refuses.ts';

const commit = 'ab'.repeat(20);

/** A hub that gives one answer to everything; the client and the addresses that it asked for. */
async function clientOf(t: TestContext, answer: (response: ServerResponse, url: string, count: number) => void) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    answer(response, request.url!, asked.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { client: hubClient('org/name', hubSettings({ endpoint }, {})), asked, endpoint };
}

const json = (value: unknown) => (response: ServerResponse) => response.end(JSON.stringify(value));

const file = (path: string) => ({ type: 'file', path, size: 3, oid: 'c'.repeat(40) });

test('a branch is resolved to its commit, and slashes of its name are escaped', async (t) => {
  const { client, asked } = await clientOf(t, json({ sha: commit, tags: ['license:mit'], more: 1 }));
  assert.deepEqual(await client.about('refs/pr/3'), { commit, licence: 'mit' });
  assert.match(asked[0]!, /^\/api\/models\/org\/name\/revision\/refs%2Fpr%2F3\?/);
});

test('the licence is that of the model card, else that of the tags, else not stated', async (t) => {
  for (const [answer, licence] of [
    [{ cardData: { license: 'apache-2.0' }, tags: ['license:mit'] }, 'apache-2.0'],
    [{ cardData: { license: ['mit', 'other'] } }, 'mit, other'],
    [{ cardData: null, tags: ['clip', 'license:mit'] }, 'mit'],
    [{}, 'not stated'],
  ] as const) {
    const { client } = await clientOf(t, json({ sha: commit, ...answer }));
    assert.equal((await client.about('main')).licence, licence);
  }
});

test('a list of several pages is read whole, from the endpoint, whatever host its links name', async (t) => {
  const { client, asked } = await clientOf(t, (response, url) => {
    const page = Number(new URL(url, 'http://hub').searchParams.get('cursor') ?? 0);
    const link = `<https://elsewhere.example/x/tree/main?cursor=${page + 1}&limit=1>; rel="next"`;
    if (page < 2) response.setHeader('Link', link);
    response.end(JSON.stringify([file(`${page}.json`)]));
  });
  assert.deepEqual(
    (await client.tree(commit)).map(({ path }) => path),
    ['0.json', '1.json', '2.json'],
  );
  assert.ok(asked.every((url) => url.startsWith(`/api/models/org/name/tree/${commit}?`)));
});

test('pages that link in a circle are read once', async (t) => {
  const { client, asked } = await clientOf(t, (response) => {
    response.setHeader('Link', '</tree/main?cursor=again>; rel="next"');
    response.end(JSON.stringify([file('config.json')]));
  });
  await client.tree(commit);
  assert.equal(asked.length, 2);
});

test('sizes and digests of large files are kept', async (t) => {
  const lfs = { oid: 'd'.repeat(64), size: 1e9, pointerSize: 134 };
  const { client } = await clientOf(t, json([{ ...file('model.safetensors'), lfs, xetHash: 'e' }]));
  const [entry] = await client.tree(commit);
  assert.deepEqual(entry, { ...file('model.safetensors'), lfs: { oid: lfs.oid, size: lfs.size } });
});

test('an unexpected response from the hub is refused by name', async (t) => {
  for (const [answer, found] of [
    [(response: ServerResponse) => response.end('<html>Please log in</html>'), /cannot be read \(Unexpected token/],
    [json({ sha: 5 }), /cannot be read \(sha: /],
    [json({ sha: 'main' }), /names no commit$/],
    [json({}), /names no commit$/],
    [(response: ServerResponse) => response.writeHead(418).end(), /answered with status 418$/],
    [(response: ServerResponse) => response.writeHead(403).end('{}'), /refuses it: accept its conditions/],
  ] as const) {
    const { client, endpoint } = await clientOf(t, answer);
    await refuses(client.about('main'), 'model', new RegExp(`^Cannot pull "org/name" at main: ${endpoint} `));
    await refuses(client.about('main'), 'model', found);
  }
  const { client } = await clientOf(t, json([{ type: 'file', path: 'a' }]));
  await refuses(client.tree(commit), 'model', /cannot be read \(0\.size: /);
});
