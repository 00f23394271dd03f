import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../../src/core/array.ts';
import { MpaferError } from '../../../src/core/errors.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { bestProvider } from '../../../src/engine/node/best-provider.ts';
import { nodeEngine } from '../../../src/engine/node/node-engine.ts';
import { add } from '../../../src/graph/ops/add.ts';
import { input, scalar } from '../../../src/graph/tensor.ts';
import { openRecogniser } from '../../../src/platform/node/models/open-recogniser.ts';

const sum = async (engine: Engine) => {
  await using open = engine;
  const program = await open.compile({ y: add(input('x', [2]), scalar(1)) });
  const { y } = await program.run({ x: float32([1, 2], [2]) });
  return [...y.data];
};

test('an unknown device is refused by name, in the words of all that there are', async () => {
  const expected = { code: 'host', message: 'Unknown provider "metal"; expected "cpu", "webgpu", "cuda" or "auto"' };
  assert.throws(() => nodeEngine({ provider: 'metal' as 'cpu' }), expected);
  await assert.rejects(openRecogniser('fer2013', { provider: 'metal' as 'cpu' }), {
    code: 'host',
    message: 'Unknown provider "metal"; expected "cpu", "wasm", "webgpu", "cuda" or "auto"',
  });
});

test('CUDA computes, or says in one sentence why it cannot and what to do', async () => {
  const found = await sum(nodeEngine({ provider: 'cuda' })).catch((error: unknown) => error);
  if (Array.isArray(found)) return assert.deepEqual(found, [2, 3]);
  assert.ok(found instanceof MpaferError, String(found));
  assert.equal(found.code, 'host');
  assert.match(found.message, /^Cannot run on CUDA: [^\n]+$/);
  assert.match(found.hint!, /webgpu/);
});

test('auto computes on a device that works, chosen when the first program is compiled', async () => {
  const opened: string[] = [];
  const provider = await bestProvider((options) => {
    opened.push(options.provider);
    // Devices that are not there.
    if (options.provider !== 'cpu') throw new MpaferError('host', 'Cannot run');
    return nodeEngine(options);
  });
  assert.deepEqual([provider, opened], ['cpu', ['cpu', 'cuda', 'webgpu']]);
  const engine = nodeEngine({ provider: 'auto', threads: 1 });
  assert.equal(engine.threads, 1);
  // Nothing was opened, so nothing is closed.
  await engine.close();
});
