// Every provider by its own protocol, and every way in which a server fails, against a server of the test's own.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import type { ModelRequest } from '../../../../src/descriptions/language-model.ts';
import type { ModelChoice, Provider } from '../../../../src/platform/node/language-models/choose-model.ts';
import { openLanguageModel } from '../../../../src/platform/node/language-models/language-model.ts';
import { modelServer, type Received, type Said } from '../../../support/model-server.ts';

const key = 'sk-secret-0123456789';
const request: ModelRequest = {
  instructions: 'Answer in one sentence.',
  prompt: 'What does awe look like?',
  temperature: 0.5,
  maxTokens: 64,
};

async function ask(
  t: TestContext,
  say: (received: Received, count: number) => Said,
  {
    provider = 'compatible',
    timeout = 20,
    signal,
  }: { provider?: Provider; timeout?: number; signal?: AbortSignal } = {},
) {
  const server = await modelServer(t, say);
  const choice: ModelChoice = { provider, model: 'my-model', baseUrl: server.url, key };
  const model = await openLanguageModel(choice, timeout);
  return { server, result: await model.ask(request, signal) };
}

const asText = (value: unknown) => JSON.stringify(value);

for (const [provider, keyHeader, keyValue] of [
  ['compatible', 'authorization', `Bearer ${key}`],
  ['openai', 'authorization', `Bearer ${key}`],
  ['anthropic', 'x-api-key', key],
  ['google', 'x-goog-api-key', key],
] as const) {
  test(`asks ${provider} and reads its reply`, async (t) => {
    const { server, result } = await ask(t, () => ({ text: 'Wide eyes.' }), { provider });
    assert.ok('text' in result, asText(result));
    assert.deepEqual([result.text, result.finish, result.model], ['Wide eyes.', 'stop', 'dated-model-1']);
    assert.equal(new Date(result.date).toISOString(), result.date);
    const [received] = server.received;
    assert.equal(received!.prompt, request.prompt);
    assert.equal(received!.instructions, request.instructions);
    assert.equal(received!.headers[keyHeader], keyValue);
    assert.match(received!.body + received!.path, /my-model/);
    assert.match(received!.body, /"temperature":0\.5/);
    assert.match(received!.body, /64/);
    assert.ok(!received!.body.includes(key) && !received!.path.includes(key));
    assert.ok(!asText(result).includes(key));
  });

  test(`tells that ${provider} cut a reply off`, async (t) => {
    const { result } = await ask(t, () => ({ text: 'Wide eyes and', finish: 'length' }), { provider });
    assert.ok('text' in result && result.finish === 'length', asText(result));
  });
}

test('asks OpenAI to keep nothing', async (t) => {
  const { server } = await ask(t, () => ({ text: 'Wide eyes.' }), { provider: 'openai' });
  assert.equal(JSON.parse(server.received[0]!.body).store, false);
});

test('sends no key where there is none', async (t) => {
  const server = await modelServer(t, () => ({ text: 'Wide eyes.' }));
  const model = await openLanguageModel({ provider: 'compatible', model: 'm', baseUrl: server.url }, 20);
  assert.ok('text' in (await model.ask(request)));
  assert.equal(server.received[0]!.headers.authorization, undefined);
});

const failures: readonly (readonly [string, Said, RegExp, boolean, number | undefined])[] = [
  ['a busy server', { status: 429, headers: { 'retry-after': '7' }, body: '{}' }, /^HTTP 429/, true, 7],
  ['a broken server', { status: 503, body: 'down' }, /^HTTP 503/, true, undefined],
  ['a wrong key', { status: 401, body: '{"error":{"message":"bad key"}}' }, /^HTTP 401: bad key$/, false, undefined],
  [
    'an unknown model',
    { status: 404, body: '{"error":{"message":"no model"}}' },
    /^HTTP 404: no model$/,
    false,
    undefined,
  ],
  ['JSON that is cut', { status: 200, body: '{"choices": [' }, /^its reply cannot be read/, true, undefined],
  ['JSON of another kind', { status: 200, body: '{"hello": 1}' }, /^its reply cannot be read/, true, undefined],
  ['a page instead of JSON', { status: 200, body: '<html>login</html>' }, /^its reply cannot be read/, true, undefined],
  ['a connection that breaks', 'break', /^(no reply|its reply cannot be read)/, true, undefined],
];
for (const [what, said, message, retry, after] of failures) {
  test(`tells of ${what}, asking once, and whether to ask again`, async (t) => {
    const { server, result } = await ask(t, () => said);
    assert.ok('failure' in result, asText(result));
    assert.match(result.failure, message);
    assert.equal(result.retry, retry);
    assert.equal(result.after, after);
    assert.equal(server.received.length, 1);
  });
}

test('gives up on a slow server after the timeout', async (t) => {
  const { result } = await ask(t, () => 'hang', { timeout: 0.1 });
  assert.deepEqual(result, { failure: 'no reply within 0.1 s', retry: true });
});

test('reports a server that is unreachable', async () => {
  const model = await openLanguageModel({ provider: 'compatible', model: 'm', baseUrl: 'http://127.0.0.1:9/v1' }, 5);
  const result = await model.ask(request);
  assert.ok('failure' in result && result.retry, asText(result));
  assert.match(result.failure, /^no reply \(.*(ECONNREFUSED|bad port)/);
});

test('stops at once when asked to', async (t) => {
  const controller = new AbortController();
  const say = (): Said => {
    controller.abort();
    return 'hang';
  };
  await assert.rejects(ask(t, say, { signal: controller.signal }), { code: 'aborted' });
});

test('shows no key that a server repeats, in errors or in replies', async (t) => {
  const message = `Incorrect API key provided: ${key}`;
  const failed = await ask(t, () => ({ status: 401, body: JSON.stringify({ error: { message } }) }));
  assert.ok('failure' in failed.result);
  assert.equal(failed.result.failure, 'HTTP 401: Incorrect API key provided: [key]');
  const said = await ask(t, ({ headers }) => ({ text: `You sent ${headers.authorization}` }));
  assert.ok('text' in said.result);
  assert.equal(said.result.text, 'You sent Bearer [key]');
});

test('is loaded by nobody who does not ask: the SDK is imported when a model is opened', async () => {
  const folder = new URL('../../../../src/', import.meta.url);
  for (const path of await readdir(folder, { recursive: true })) {
    if (!path.endsWith('.ts')) continue;
    const text = await readFile(new URL(path, folder), 'utf8');
    assert.doesNotMatch(text, /^(import|export) (?!type )[^;]*from '(ai|@ai-sdk\/[a-z-]+)';/m, path);
  }
});
