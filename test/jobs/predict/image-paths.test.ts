import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { imagePaths } from '../../../src/jobs/predict/image-paths.ts';
import { temporaryFolder } from '../../platform/node/temporary-folder.ts';

const bytesOf = async function* (...parts: readonly string[]) {
  for (const part of parts) yield Buffer.from(part, 'latin1');
};
const all = async (...args: Parameters<typeof imagePaths>) => {
  const found: string[] = [];
  for await (const path of imagePaths(...args)) found.push(path);
  return found;
};

test('gives what is named, then what the list has, a path a line', async (t) => {
  const list = join(await temporaryFolder(t), 'list.txt');
  await writeFile(list, 'c d.png\r\n\n\u00e9.png\nlast.png');
  assert.deepEqual(await all(['a.png', 'b.png']), ['a.png', 'b.png']);
  assert.deepEqual(await all(['a.png'], list), ['a.png', 'c d.png', '\u00e9.png', 'last.png']);
});

test('reads standard input, wherever its parts are cut', async () => {
  // The two bytes of an accented letter come apart.
  assert.deepEqual(await all([], '-', bytesOf('one.p', 'ng\ntwo\xc3', '\xa9.png\n', '')), ['one.png', 'two\u00e9.png']);
});

test('refuses a list that is none, by name', async (t) => {
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
  const endless = bytesOf('a.png\n', ...new Array<string>(100).fill('x'.repeat(1000)));
  await assert.rejects(all([], '-', endless), { code: 'data', message: /: line 2 has more than 65536 characters/ });
});

test('is wrong usage when nothing is named', async () => {
  await assert.rejects(all([]), { code: 'usage', message: /no image is named/ });
  await assert.rejects(all([], '-', bytesOf('\n\n')), { code: 'usage' });
});
