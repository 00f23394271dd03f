// Sixteen processes that want the same model, while connections break and one of them is killed.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cacheFor, commit, someFiles, wanted } from './hub-folder.ts';
import { bytesOf, digestOf, hubServer } from './hub-server.ts';

const script = fileURLToPath(new URL('./pull-once.ts', import.meta.url));
const weights = bytesOf(someFiles['model.safetensors']!);
const digest = digestOf('model.safetensors', weights);

function pullOnce(endpoint: string, cache: string) {
  const child = spawn(process.execPath, [script, endpoint, cache], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const ended = new Promise<string>((resolve) => {
    child.on('close', (code, signal) => resolve(code === 0 ? output.trim() : `${signal ?? code}`));
  });
  return { child, ended };
}

test('sixteen processes at once download each file once, and all of them have it', async (t) => {
  const server = await hubServer({ 'tiny/clip': { files: someFiles, commit } });
  const { cache } = await cacheFor(t, server);
  // One connection breaks and one bit flips on the way: whoever holds the lock mends it.
  server.faults.set('model.safetensors', [
    { kind: 'cut', after: 60_000 },
    { kind: 'flip', at: 150_000 },
  ]);
  const children = Array.from({ length: 16 }, () => pullOnce(server.url, cache));
  const found = await Promise.all(children.map(({ ended }) => ended));
  assert.deepEqual(found, Array(16).fill(digest));
  // The broken half, the flipped rest, and once the whole: no process fetched it for itself.
  assert.ok(
    server.sent('model.safetensors') <= 2 * weights.length,
    `${server.sent('model.safetensors')} bytes were sent`,
  );
  for (const path of wanted) {
    const bytes = bytesOf(someFiles[path]!);
    if (path !== 'model.safetensors') assert.equal(server.sent(path), bytes.length, path);
  }
  const repository = join(cache, 'models--tiny--clip');
  const digests = wanted.map((path) => digestOf(path, someFiles[path]!));
  assert.deepEqual((await readdir(join(repository, 'blobs'))).sort(), digests.sort());
  assert.deepEqual((await readdir(join(repository, 'snapshots', commit))).sort(), [...wanted].sort());
  assert.deepEqual(await readdir(join(cache, '.locks', 'models--tiny--clip')), []);
  assert.equal(await readFile(join(repository, 'refs', 'main'), 'utf8'), commit);
});

test('a killed process blocks nobody, and its partial download is resumed', async (t) => {
  const server = await hubServer({ 'tiny/clip': { files: someFiles, commit } });
  const { cache } = await cacheFor(t, server);
  server.faults.set('model.safetensors', [{ kind: 'hang', after: 80_000 }]);
  const first = pullOnce(server.url, cache);
  while (server.sent('model.safetensors') === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const second = pullOnce(server.url, cache);
  // It waits for the first, whose connection says nothing any more.
  await new Promise((resolve) => setTimeout(resolve, 200));
  first.child.kill('SIGKILL');
  assert.equal(await first.ended, 'SIGKILL');
  assert.equal(await second.ended, digest);
  assert.ok(server.sent('model.safetensors') < 2 * weights.length);
});
