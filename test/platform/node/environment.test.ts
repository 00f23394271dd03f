import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { test } from 'node:test';
import { environment, packageVersion } from '../../../src/platform/node/environment.ts';

test('the environment record has the installed versions', async () => {
  const installed = async (name: string) =>
    JSON.parse(await readFile(new URL(`../../../node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;
  const found = environment();
  assert.equal(found['onnxruntime-node'], await installed('onnxruntime-node'));
  assert.equal(found.sharp, await installed('sharp'));
  assert.equal(found.node, process.versions.node);
  assert.equal(found.mpafer, packageVersion());
  assert.match(packageVersion(), /^\d+\.\d+\.\d+/);
  assert.ok((found.threads as number) >= 1 && (found.memoryGiB as number) >= 1);
});

test('it does not identify a person, machine or folder', () => {
  const text = JSON.stringify(environment());
  for (const private_ of [hostname(), process.cwd(), userInfo().homedir]) assert.ok(!text.includes(private_), private_);
});
