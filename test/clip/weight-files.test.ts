import assert from 'node:assert/strict';
import { test } from 'node:test';
import { weightFilesOf } from '../../src/clip/weight-files.ts';
import { memoryFolder } from './memory-folder.ts';

const index = 'model.safetensors.index.json';
const shard = 'model-00001-of-00001.safetensors';
const filesOf = (weightMap: unknown) =>
  weightFilesOf(memoryFolder({ [index]: JSON.stringify({ weight_map: weightMap }), [shard]: '', 'other.txt': '' }));

test('gives the shards that the index names, each once', async () => {
  assert.deepEqual(await filesOf({ a: shard, b: shard }), [shard]);
});

test('never leaves the folder, whatever the index names', async () => {
  for (const name of [`../${shard}`, `/etc/${shard}`, `./${shard}`, `x/../${shard}`, '', '..'])
    await assert.rejects(filesOf({ a: shard, b: name }), {
      code: 'model',
      message: /names "[^"]*", which is not there$/,
    });
});

test('refuses names that are no text, of any kind and together', async () => {
  const strange = [1, null, ['a'], {}, JSON.parse('{"toString":1}'), JSON.parse('{"__proto__":null}')];
  for (const name of strange)
    await assert.rejects(filesOf({ a: shard, b: name, c: 2 }), { code: 'model', message: /which is not there$/ });
});

test('refuses an index that is nested without end', async () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const folder = memoryFolder({ [index]: `{"weight_map":{"a":${deep}}}` });
  await assert.rejects(weightFilesOf(folder), { code: 'model', message: /nested more than 100 levels deep$/ });
});
