import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { test } from 'node:test';
import { joinPath } from '../../../../src/data/host.ts';
import { nodeDataHost } from '../../../../src/platform/node/files/data-host.ts';
import { refuses } from '../../../data/refuses.ts';
import { greyPng, tempFolder } from '../../../data/temp-folder.ts';

test('joins paths with one slash between', () => {
  assert.equal(joinPath('a', 'b', 'c.png'), 'a/b/c.png');
  assert.equal(joinPath('a/', 'b'), 'a/b');
  assert.equal(joinPath('C:\\', 'b'), 'C:\\b');
  assert.equal(joinPath('/', 'b'), '/b');
  assert.equal(joinPath('', 'b', 'c'), 'b/c');
});

test('lists files and folders, and follows links to folders', async (t) => {
  const root = await tempFolder(t, { 'a.txt': 'x', 'b/c.txt': 'y' });
  await symlink(`${root}/b`, `${root}/link`, 'junction');
  await symlink(`${root}/nowhere`, `${root}/broken`, 'junction');
  const entries = [...(await nodeDataHost.list(root))].sort((a, b) => (a.name < b.name ? -1 : 1));
  assert.deepEqual(entries, [
    { name: 'a.txt', folder: false },
    { name: 'b', folder: true },
    { name: 'broken', folder: false },
    { name: 'link', folder: true },
  ]);
});

test('reads bytes and decodes images', async (t) => {
  const png = await greyPng(77, 5);
  const root = await tempFolder(t, { 'a.png': png });
  const bytes = await nodeDataHost.read(`${root}/a.png`);
  assert.deepEqual(Uint8Array.from(bytes), Uint8Array.from(png));
  const image = await nodeDataHost.decode(bytes, 'a.png');
  assert.deepEqual([image.width, image.height], [5, 5]);
  assert.deepEqual(Uint8Array.from(image.data), new Uint8Array(75).fill(77));
});

test('says why a path cannot be listed or read', async (t) => {
  const root = await tempFolder(t, { 'a.txt': 'x' });
  await refuses(nodeDataHost.list(`${root}/b`), 'data', /Cannot list ".*\/b": there is no such folder$/);
  await refuses(nodeDataHost.list(`${root}/a.txt`), 'data', /it is a file; expected a folder$/);
  await refuses(nodeDataHost.read(`${root}/b`), 'data', /Cannot read ".*\/b": there is no such file$/);
  await refuses(nodeDataHost.read(root), 'data', /it is a folder; expected a file$/);
});
