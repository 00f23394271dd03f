// The contract of engines, kept by the WebAssembly build in Node, with the results of the native build.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { goldenCases } from '../graph/read-golden.ts';
import { tolerances } from '../tolerances.ts';
import { engineContract } from './engine-contract.ts';
import { distance } from './expect.ts';
import { recogniseFaces, trainPrompts } from './method-graph.ts';

const create = () => nodeEngine({ runtime: 'wasm', threads: 1 });
const engine = create();
const native = nodeEngine({ runtime: 'native', threads: 1 });
after(() => Promise.all([engine.close(), native.close()]));

for (const { name, run } of engineContract(goldenCases)) test(name, () => run(engine, create));

test('recognises faces as the native build does', async () => {
  const found = await recogniseFaces(engine);
  for (const [name, values] of Object.entries(await recogniseFaces(native))) {
    assert.ok(distance(found[name]!, values) <= tolerances.hosts, name);
  }
});

test('trains prompts to the losses, gradients and prompts of the native build', async () => {
  const [found, expected] = [await trainPrompts(engine), await trainPrompts(native)];
  for (const what of ['losses', 'slopes', 'prompts'] as const) {
    const off = distance(found[what], expected[what]);
    assert.ok(off <= tolerances.hosts, `${what} differ by ${off}`);
  }
});
