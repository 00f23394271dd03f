import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { packFile, packNames } from '../../../../src/platform/node/models/packs.ts';
import { readCheckpoint } from '../../../../src/recognise/checkpoint.ts';

test('every pack that ships says what it was trained on', async () => {
  const told = await Promise.all(
    packNames().map(async (name) => {
      const { data } = readCheckpoint(await readFile(packFile(name)!), name);
      return [name, data?.spec, data?.faces];
    }),
  );
  assert.deepEqual(told, [
    ['fer2013', 'fer2013:?duplicates=drop', { train: 27866, valid: 3579, test: 0 }],
    ['ferplus', 'ferplus:?duplicates=drop', { train: 24443, valid: 3199, test: 0 }],
  ]);
});

test('an unknown pack name is not found', () => {
  assert.equal(packFile('ferplus/../ferplus'), undefined);
  assert.equal(packFile('zero-shot'), undefined);
});
