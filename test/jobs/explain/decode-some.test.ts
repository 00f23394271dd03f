import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { decodeSome } from '../../../src/jobs/explain/decode-some.ts';
import { greyPng } from '../../data/temp-folder.ts';
import { temporaryFolder } from '../../platform/node/temporary-folder.ts';

test('decodes in order, reports what cannot be read, and stops when the budget is full', async (t) => {
  const folder = await temporaryFolder(t);
  const paths = Array.from({ length: 10 }, (_, index) => join(folder, `${index}.png`));
  for (const path of paths.filter((_, index) => index !== 1)) await writeFile(path, await greyPng(9, 10));
  const all = await decodeSome(paths);
  assert.deepEqual(
    all.map(({ image }) => image),
    paths,
  );
  assert.deepEqual(
    all.map((item) => ('status' in item ? item.code : item.picture.width)),
    [10, 'image', 10, 10, 10, 10, 10, 10, 10, 10],
  );
  // Each is of 300 bytes, and four are under way at once.
  assert.equal((await decodeSome(paths, 1)).length, 4);
  assert.equal((await decodeSome(paths, 1000)).length, 8);
  assert.equal((await decodeSome(paths, 900)).length, 4);
});
