import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readJson } from '../../../../src/platform/node/files/read-json.ts';
import { readReason } from '../../../../src/platform/node/files/read-reason.ts';
import { readImage } from '../../../../src/platform/node/images/read-image.ts';
import { refuses } from '../../../data/refuses.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('reads any JSON', async (t) => {
  const path = join(await temporaryFolder(t), 'a.json');
  for (const value of [{ epochs: 3 }, [1], null, 'text']) {
    await writeFile(path, JSON.stringify(value));
    assert.deepEqual(await readJson(path, 'configuration'), value);
  }
});

test('reports a file that is missing, a folder or not JSON, with the given code', async (t) => {
  const folder = await temporaryFolder(t);
  await refuses(
    readJson(join(folder, 'gone.json'), 'configuration'),
    'configuration',
    /^Cannot read "[^"]+gone\.json": there is no such file$/,
  );
  await refuses(readJson(folder, 'descriptions'), 'descriptions', /: it is a folder; expected a file$/);
  const path = join(folder, 'a.json');
  await writeFile(path, '{"a": 1,}');
  await refuses(readJson(path, 'run'), 'run', /^Cannot read "[^"]+a\.json": it is not JSON \(.+\)$/);
});

test('names a picture that is missing, below a file or a folder', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'file'), '');
  await refuses(readImage(join(folder, 'gone.png')), 'image', /gone\.png": there is no such file$/);
  await refuses(readImage(join(folder, 'file', 'face.png')), 'image', /face\.png": there is no such file$/);
  await refuses(readImage(folder), 'image', /": it is a folder; expected a file$/);
  await refuses(readImage(join(folder, 'file')), 'image', /file": the file is empty$/);
});

test("reports unknown reasons in the system's own words", () => {
  assert.equal(readReason(Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' })), 'EIO: i/o error, read');
  assert.equal(readReason(Object.assign(new Error('EACCES'), { code: 'EACCES' })), 'permission was denied');
});
