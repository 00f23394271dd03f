// The folder of kept features: bytes come back; what cannot be kept is no failure.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { cacheFolder, featureFolder } from '../../../../src/platform/node/files/feature-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'mpafer-features-'));
after(() => rmSync(root, { recursive: true }));

test('bytes are stored under their key, in a folder created on demand', async () => {
  const store = featureFolder(join(root, 'deep', 'down'));
  assert.equal(await store.read('key'), undefined);
  await store.write('key', Uint8Array.of(1, 2, 3));
  assert.deepEqual([...(await store.read('key'))!], [1, 2, 3]);
});

test('a folder that cannot be made costs nothing but the cache', async () => {
  writeFileSync(join(root, 'file'), '');
  const store = featureFolder(join(root, 'file', 'below'));
  await store.write('key', Uint8Array.of(1));
  assert.equal(await store.read('key'), undefined);
});

test('the environment says where', () => {
  const before = process.env.MPAFER_CACHE;
  process.env.MPAFER_CACHE = '/elsewhere';
  assert.equal(cacheFolder(), '/elsewhere');
  delete process.env.MPAFER_CACHE;
  assert.match(cacheFolder(), /mpafer$/);
  if (before !== undefined) process.env.MPAFER_CACHE = before;
});
