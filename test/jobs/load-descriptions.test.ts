import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadDescriptions } from '../../src/jobs/load-descriptions.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { refuses } from '../data/refuses.ts';
import { temporaryFolder } from '../platform/node/temporary-folder.ts';

async function load(t: Parameters<typeof temporaryFolder>[0], content: unknown) {
  const path = join(await temporaryFolder(t), 'own.json');
  await writeFile(path, JSON.stringify(content));
  return loadDescriptions(path);
}

test('a file is laid over the built-in descriptions, which are used alone without one', async (t) => {
  assert.deepEqual(await loadDescriptions(undefined), defaultDescriptions);
  const found = await load(t, { anger: 'a red face', wink: ['one eye closed', ' a smile '] });
  assert.deepEqual(found, { ...defaultDescriptions, anger: 'a red face', wink: ['one eye closed', 'a smile'] });
});

test('what a data set says of its classes lies between the two', async (t) => {
  const own = { wink: 'one eye closed', anger: 'a dark look' };
  assert.deepEqual(await loadDescriptions(undefined, own), { ...defaultDescriptions, ...own });
  const path = join(await temporaryFolder(t), 'own.json');
  await writeFile(path, JSON.stringify({ anger: 'a red face' }));
  assert.deepEqual(await loadDescriptions(path, own), { ...defaultDescriptions, ...own, anger: 'a red face' });
});

test('a class may have any of its names', async (t) => {
  const found = await load(t, { Happy: 'a broad smile' });
  assert.equal(found.happiness, 'a broad smile');
  assert.ok(!('Happy' in found));
});

test('a class under two names is refused, as one of them would be lost', async (t) => {
  const twice = load(t, { happy: 'a broad smile', joy: 'laughter' });
  await refuses(
    twice,
    'descriptions',
    /^Cannot use "[^"]+": "happy" and "joy" are the same class; expected each class once$/,
  );
});

test('anything but a description or a list of them is refused, naming the class', async (t) => {
  for (const value of ['', '  ', [], [''], 3, null, { text: 'x' }])
    await refuses(
      load(t, { fear: value }),
      'descriptions',
      /^Cannot use "[^"]+": "fear" is .*; expected a description or a list of descriptions$/,
    );
  for (const value of [[], 'text', null])
    await refuses(load(t, value), 'descriptions', /: it is .*; expected an object/);
});
