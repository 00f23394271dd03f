// What users call models of the hub, and where it and its cache are.
import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { hubName, isCommit, readHubName } from '../../../../../src/platform/node/models/hub/hub-name.ts';
import { hubCache, hubSettings } from '../../../../../src/platform/node/models/hub/hub-settings.ts';
import { publishedModels } from '../../../../../src/platform/node/models/hub/published-models.ts';

test("OpenAI's models are pinned to a commit, under either name", () => {
  for (const { id, alias, revision } of publishedModels) {
    assert.ok(isCommit(revision), id);
    for (const name of [id, alias, alias.toLowerCase()]) assert.deepEqual(readHubName(name), { id, revision });
    assert.deepEqual(readHubName(`${id}@main`), { id, revision: 'main' });
  }
});

test('their digests have the length of SHA-256, where they are known', () => {
  const known = publishedModels.flatMap(({ sha256 }) => sha256 ?? []);
  assert.equal(known.length, 2);
  for (const digest of known) assert.match(digest, /^[0-9a-f]{64}$/);
});

test('other models are at their main branch unless a revision is named', () => {
  assert.deepEqual(readHubName('laion/CLIP-ViT-B-32-laion2B-s34B-b79K'), {
    id: 'laion/CLIP-ViT-B-32-laion2B-s34B-b79K',
    revision: 'main',
  });
  assert.deepEqual(readHubName('a/b@refs/pr/15'), { id: 'a/b', revision: 'refs/pr/15' });
  assert.deepEqual(readHubName('a/b.c_d-e@v1.0'), { id: 'a/b.c_d-e', revision: 'v1.0' });
});

test('paths and URLs are not names', () => {
  for (const name of [
    '',
    'clip',
    './clip',
    '../clip/x',
    '/models/clip',
    'a/b/c',
    'a/..',
    'a/b@',
    'a/b@../x',
    'https://x/y',
    'C:\\x',
    'a b/c',
    'a--b/c',
    'a/b@c/',
    'a/b@c//d',
    'a/b@/c',
  ])
    assert.equal(readHubName(name), undefined, name);
  assert.throws(() => hubName('./clip'), {
    code: 'usage',
    message: /^Cannot pull "\.\/clip": it is not a name on the hub/,
  });
});

test('no name escapes the cache', () => {
  const character = fc.constantFrom(...'ab.-_/@\\~ %0');
  fc.assert(
    fc.property(fc.array(character, { maxLength: 12 }), (characters) => {
      const found = readHubName(characters.join(''));
      if (found === undefined) return;
      const { id, revision } = found;
      assert.match(id, /^[^./\\-][^/\\]*\/[^./\\-][^/\\]*$/);
      assert.ok(!`${id}/${revision}`.split('/').some((part) => part === '' || part === '.' || part === '..'));
    }),
    { numRuns: 2000 },
  );
});

test('the cache is where the usual environment variables put it', () => {
  const home = join(homedir(), '.cache', 'huggingface', 'hub');
  assert.equal(hubCache({}), home);
  assert.equal(hubCache({ HF_HOME: '' }), home);
  assert.equal(hubCache({ XDG_CACHE_HOME: '/x' }), join('/x', 'huggingface', 'hub'));
  assert.equal(hubCache({ XDG_CACHE_HOME: '/x', HF_HOME: '/h' }), join('/h', 'hub'));
  assert.equal(hubCache({ HF_HOME: '/h', HUGGINGFACE_HUB_CACHE: '/old' }), '/old');
  assert.equal(hubCache({ HF_HOME: '/h', HUGGINGFACE_HUB_CACHE: '/old', HF_HUB_CACHE: '/c' }), '/c');
});

test('the hub is the public one, or that of HF_ENDPOINT, or that of the option', () => {
  const endpoint = (option?: string, variable?: string) =>
    hubSettings({ endpoint: option }, { HF_ENDPOINT: variable }).endpoint;
  assert.equal(endpoint(), 'https://huggingface.co');
  assert.equal(endpoint(undefined, 'https://mirror.example/'), 'https://mirror.example');
  assert.equal(endpoint('http://127.0.0.1:8080//', 'https://mirror.example'), 'http://127.0.0.1:8080');
  assert.throws(() => endpoint('mirror.example'), {
    code: 'usage',
    message: /expected https:\/\/ or http:\/\/$/,
  });
});

test('being offline is an option or HF_HUB_OFFLINE, a token is HF_TOKEN', () => {
  assert.equal(hubSettings({}, {}).offline, false);
  assert.equal(hubSettings({ offline: true }, {}).offline, true);
  for (const value of ['1', 'TRUE', 'yes', 'on'])
    assert.equal(hubSettings({}, { HF_HUB_OFFLINE: value }).offline, true);
  for (const value of ['0', 'false', '']) assert.equal(hubSettings({}, { HF_HUB_OFFLINE: value }).offline, false);
  assert.equal(hubSettings({}, { HF_TOKEN: 'hf_x' }).token, 'hf_x');
  assert.equal(hubSettings({}, { HF_TOKEN: '' }).token, undefined);
});
