import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MissingPolicy, presentRows } from '../../../src/data/readers/layout/missing-images.ts';
import { presentImages } from '../../../src/data/readers/layout/present-images.ts';
import { filesOf, memoryHost } from '../memory-host.ts';

const rows = ['a.png', 'b.png', 'c.png'];
const run = (policy: MissingPolicy, present: readonly string[], notes: string[] = []) =>
  presentRows({
    rows,
    nameOf: (name) => name,
    present: new Set(present),
    labelFile: 'list.txt',
    folder: 'faces',
    policy,
    notes,
  });

test('nothing is said where nothing is missing', () => {
  const notes: string[] = [];
  for (const policy of ['refuse', 'drop', 'keep'] as const) assert.deepEqual(run(policy, rows, notes), rows);
  assert.deepEqual(notes, []);
});

test('refuses with the first and the count', () => {
  assert.throws(() => run('refuse', ['b.png']), {
    code: 'data',
    message: 'Cannot open "faces": "list.txt" names 3 images and 2 of them are missing, the first is "a.png"',
    hint: 'Unpack the images again, or leave them out with missing=drop',
  });
});

test('drops and says so, but never everything', () => {
  const notes: string[] = [];
  assert.deepEqual(run('drop', ['b.png'], notes), ['b.png']);
  assert.deepEqual(notes, ['skipped 2 of 3 images that "list.txt" names and that are missing, the first is "a.png"']);
  assert.throws(() => run('drop', []), /3 of them are missing/);
});

test('keeps silently, for a check that reads them all', () => {
  const notes: string[] = [];
  assert.deepEqual(run('keep', [], notes), rows);
  assert.deepEqual(notes, []);
});

test('looks into each folder once, and takes no folder for an image', async () => {
  const host = memoryHost(filesOf({ 'set/x/1.png': '', 'set/x/2.png': '', 'set/3.png': '', 'set/y/deep/4.png': '' }));
  const listed: string[] = [];
  const list = (folder: string) => {
    listed.push(folder);
    return host.list(folder);
  };
  const present = await presentImages({ ...host, list }, 'set', [
    'x/1.png',
    'x/9.png',
    '3.png',
    'y/deep',
    'gone/5.png',
  ]);
  assert.deepEqual([...present.keys()].sort(), ['3.png', 'x/1.png']);
  assert.deepEqual(listed.sort(), ['set', 'set/gone', 'set/x', 'set/y']);
});

test('a failure that is no missing folder is not passed over', async () => {
  const broken = { ...memoryHost([]), list: () => Promise.reject(new TypeError('a bug')) };
  await assert.rejects(presentImages(broken, 'set', ['a.png']), TypeError);
});

test('finds images whatever the Unicode composition of file and folder names', async () => {
  const host = memoryHost(filesOf({ 'set/cafe\u0301/re\u0301.png': '', 'set/caf\u00e9-2/a.png': '' }));
  assert.deepEqual(
    [...(await presentImages(host, 'set', ['caf\u00e9/r\u00e9.png', 'cafe\u0301-2/a.png', 'caf\u00e9/b.png']))],
    [
      ['caf\u00e9/r\u00e9.png', 'cafe\u0301/re\u0301.png'],
      ['cafe\u0301-2/a.png', 'caf\u00e9-2/a.png'],
    ],
  );
});
