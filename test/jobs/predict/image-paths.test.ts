import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { countImages, type ImagePathsOptions, imageInputs, imagePaths } from '../../../src/jobs/predict/image-paths.ts';
import { inputName } from '../../../src/jobs/predict/picture-inputs.ts';
import { temporaryFolder } from '../../platform/node/temporary-folder.ts';

const bytesOf = async function* (...parts: readonly string[]) {
  for (const part of parts) yield Buffer.from(part, 'latin1');
};
const all = async (named: readonly string[], list?: string, more: Partial<ImagePathsOptions> = {}) => {
  const found: string[] = [];
  for await (const path of imagePaths({ named, list, ...more })) found.push(path);
  return found;
};
const files = async (root: string, ...names: readonly string[]) => {
  for (const name of names) {
    await mkdir(join(root, name, '..'), { recursive: true });
    await writeFile(join(root, name), '');
  }
};

test('yields the named paths, then those of the list, one per line', async (t) => {
  const list = join(await temporaryFolder(t), 'list.txt');
  await writeFile(list, 'c d.png\r\n\n\u00e9.png\nlast.png');
  assert.deepEqual(await all(['a.png', 'b.png']), ['a.png', 'b.png']);
  assert.deepEqual(await all(['a.png'], list), ['a.png', 'c d.png', '\u00e9.png', 'last.png']);
});

test('reads standard input, however it is split into chunks', async () => {
  // The two bytes of an accented letter come apart.
  const input = bytesOf('one.p', 'ng\ntwo\xc3', '\xa9.png\n', '');
  assert.deepEqual(await all([], '-', { input }), ['one.png', 'two\u00e9.png']);
});

test('reads lists with a byte order mark, in UTF-16, and with quoted lines', async (t) => {
  const folder = await temporaryFolder(t);
  const text = '"a b.png"\r\n\u00e9.png\r\n';
  const expected = ['a b.png', '\u00e9.png'];
  const big = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  const encodings = { utf8: Buffer.from(`\ufeff${text}`), little: Buffer.from(`\ufeff${text}`, 'utf16le'), big };
  for (const [name, bytes] of Object.entries(encodings)) {
    await writeFile(join(folder, name), bytes);
    assert.deepEqual(await all([], join(folder, name)), expected, name);
  }
});

test('a folder gives its images at any depth, and skips the output of earlier runs with a note', async (t) => {
  const root = await temporaryFolder(t);
  await files(
    root,
    'b.png',
    'a.jpg',
    'aa.HEIC',
    'notes.txt',
    'more/c.jfif',
    'runs/mine/config.resolved.json',
    'runs/mine/x.png',
  );
  const notes: string[] = [];
  const found = await all([root], undefined, { onNote: (message) => notes.push(message) });
  assert.deepEqual(
    found,
    ['a.jpg', 'aa.HEIC', 'b.png', 'more/c.jfif'].map((name) => join(root, name)),
  );
  assert.match(notes.join(), /^skipped 1 folder with the output of earlier runs, such as .*mine$/);
  await mkdir(join(root, 'empty'));
  assert.deepEqual(await all([join(root, 'empty'), 'a.png'], undefined, { onNote: (message) => notes.push(message) }), [
    'a.png',
  ]);
  assert.match(notes.at(-1)!, /^folder "[^"]+empty" has no images$/);
  await assert.rejects(all([join(root, 'empty')]), { code: 'data', message: /no image found in "[^"]+empty"$/ });
});

test('a link to a folder around it is not followed, and what is no file is not read', async (t) => {
  const root = await temporaryFolder(t);
  await files(root, 'a.png', 'deep/b.png', 'deep/er/c.png', 'other/d.png');
  await symlink('../..', join(root, 'deep/er/loop'));
  await symlink('../other', join(root, 'deep/link'));
  // Reading it would wait for a writer.
  await promisify(execFile)('mkfifo', [join(root, 'pipe.png')]);
  const notes: string[] = [];
  const found = await all([root], undefined, { onNote: (message) => notes.push(message) });
  assert.deepEqual(
    found,
    ['a.png', 'deep/b.png', 'deep/er/c.png', 'deep/link/d.png', 'other/d.png'].map((name) => join(root, name)),
  );
  assert.match(notes.join(), /^skipped 1 folder that is a link to a folder around it, such as .*loop$/);
});

test('a pattern gives the files that match it, sorted', async (t) => {
  const root = await temporaryFolder(t);
  await files(root, 'b.png', 'a.png', 'c.txt', 'deep/d.png');
  assert.deepEqual(await all([join(root, '*.png')]), [join(root, 'a.png'), join(root, 'b.png')]);
  assert.deepEqual((await all([join(root, '**', '*.png')])).length, 3);
  await assert.rejects(all([join(root, '*.gif')]), { code: 'data', message: /no image found in "[^"]+\*\.gif"$/ });
});

test('refuses a file that is not a list, naming it', async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'folder'));
  await assert.rejects(all(['a.png'], join(folder, 'absent.txt')), {
    code: 'data',
    message: `Cannot read the list of images "${join(folder, 'absent.txt')}": there is no such file`,
  });
  await assert.rejects(all([], join(folder, 'folder')), {
    code: 'data',
    message: /: it is a folder; expected a file$/,
  });
  const input = bytesOf('a.png\n', ...new Array<string>(100).fill('x'.repeat(1000)));
  await assert.rejects(all([], '-', { input }), { code: 'data', message: /: line 2 has more than 65536 characters/ });
});

test('is wrong usage without any path', async () => {
  await assert.rejects(all([]), { code: 'usage', message: 'Cannot predict: no image was given' });
  await assert.rejects(all([], '-', { input: bytesOf('\n\n') }), { code: 'usage' });
});

test('- is a list of paths or one image, by its first bytes, and @ names a list', async (t) => {
  const list = join(await temporaryFolder(t), 'list.txt');
  await writeFile(list, 'a.png\nb.png\n');
  assert.deepEqual(await all(['first.png', '-', `@${list}`], undefined, { input: bytesOf('c', '.png\nd.png') }), [
    'first.png',
    'c.png',
    'd.png',
    'a.png',
    'b.png',
  ]);
  const image = imageInputs({ named: ['-'], input: bytesOf('\xff\xd8', '\xff\xe0 more', '!') });
  const { value: picture } = await image.next();
  assert.ok(picture instanceof File);
  assert.deepEqual(Buffer.from(await picture.arrayBuffer()), Buffer.from('\xff\xd8\xff\xe0 more!', 'latin1'));
  assert.equal(inputName(picture), 'standard input');
});

test('counts images where that needs no standard input', async (t) => {
  const root = await temporaryFolder(t);
  await files(root, 'a.png', 'more/b.png', 'notes.txt');
  const list = join(root, 'list.txt');
  await writeFile(list, 'x.png\ny.png\n');
  assert.equal(await countImages({ named: [root, 'c.png', `@${list}`], list }), 7);
  assert.equal(await countImages({ named: [root, '-'] }), undefined);
  assert.equal(await countImages({ named: ['a.png'], list: '-' }), undefined);
});
