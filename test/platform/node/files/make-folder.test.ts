import assert from 'node:assert/strict';
import { promises as files } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder } from '../../../../src/platform/node/files/make-folder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('creates a folder and its parents, or accepts an existing one', async (t) => {
  const path = join(await temporaryFolder(t), 'a', 'b');
  await makeFolder(path);
  await makeFolder(path);
  assert.ok((await files.stat(path)).isDirectory());
});

test('reports what is in the way', async (t) => {
  const root = await temporaryFolder(t);
  await files.writeFile(join(root, 'file'), '');
  await assert.rejects(makeFolder(join(root, 'file', 'a', 'b')), {
    code: 'disk',
    message: `Cannot write "${join(root, 'file', 'a', 'b')}": its folder is a file`,
  });
});

test('tells a read-only disk from a folder that is missing', async (t) => {
  const root = await temporaryFolder(t);
  const tried: string[] = [];
  t.mock.method(files, 'mkdir', async (path: string) => {
    tried.push(path);
    throw Object.assign(new Error('refused'), { code: 'EROFS' });
  });
  await assert.rejects(makeFolder(join(root, 'a', 'b')), { code: 'disk', message: /b": the disk is read-only$/ });
  assert.deepEqual(tried, [join(root, 'a')]);
});

test('ends where a system refuses a folder as one that does not exist', async (t) => {
  const root = await temporaryFolder(t);
  t.mock.method(files, 'mkdir', async () => {
    throw Object.assign(new Error('refused'), { code: 'ENOENT' });
  });
  await assert.rejects(makeFolder(join(root, 'a', 'b')), { code: 'disk' });
});

test('two at once make the same folder', async (t) => {
  const path = join(await temporaryFolder(t), 'a', 'b', 'c');
  await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(path, 'd'))]);
  assert.ok((await files.stat(join(path, 'd'))).isDirectory());
});
