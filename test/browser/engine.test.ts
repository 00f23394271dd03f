// The contract of engines, held by the one for browsers in headless Chromium, and its results beside those of Node.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { engineContract } from '../contract/engine-contract.ts';
import { distance } from '../contract/expect.ts';
import { trainTenSteps } from '../contract/training-graph.ts';
import { goldenCases } from '../graph/read-golden.ts';
import { tolerances } from '../tolerances.ts';
import type { ContractPage, EngineChoice } from './contract-page.ts';
import { type OpenPage, openPage, pathOf } from './open-page.ts';

let opened: OpenPage | undefined;
let page: Page;

before(async () => {
  opened = await openPage({
    title: 'Engine contract',
    script: './page/page.ts',
    global: 'contractPage',
    files: {
      '/ops.json': readFileSync(pathOf('../golden/ops/ops.json')),
      '/broken-worker.js': 'throw new Error("no worker")',
    },
  });
  page = opened.page;
});

after(() => opened?.close());

type Global = typeof globalThis & { readonly contractPage: ContractPage };

const train = (choice: EngineChoice) =>
  page.evaluate((how) => (globalThis as Global).contractPage.trainTenSteps(how), choice);

const addOnes = (choice: EngineChoice) =>
  page.evaluate((how) => (globalThis as Global).contractPage.addOnes(how), choice);

for (const { name } of engineContract(goldenCases)) {
  test(name, async () => {
    const failure = await page.evaluate((which) => (globalThis as Global).contractPage.check(which), name);
    assert.equal(failure, undefined);
  });
}

test('trains to the same numbers as the engine in Node, with one thread and with two', async () => {
  const engine = nodeEngine({ threads: 1 });
  const expected = await trainTenSteps(engine);
  await engine.close();
  for (const threads of [1, 2]) {
    const found = await train({ threads });
    assert.ok(distance(found.losses, expected.losses) <= tolerances.hosts, `${found.losses}\n${expected.losses}`);
    assert.ok(distance(found.prompt, expected.prompt) <= tolerances.hosts, `${found.prompt}\n${expected.prompt}`);
  }
});

test('is isolated, so that threads are real', async () => {
  assert.equal(await page.evaluate('crossOriginIsolated'), true);
});

test('says that there is no GPU where WebGPU is asked for and none is offered', async () => {
  const { failure } = await addOnes({ provider: 'webgpu' });
  assert.match(failure!, /^host: Cannot run on WebGPU: this browser offers no adapter \(Leave out the option provider/);
});

test('says where the runtime is missing', async () => {
  const { failure } = await addOnes({ runtimeUrl: '/nowhere' });
  assert.match(
    failure!,
    /^host: Cannot load ONNX Runtime from "http:\/\/localhost:\d+\/nowhere\/ort.*\.wasm": .*runtimeUrl/,
  );
});

test('says that the worker is missing or broken', async () => {
  assert.match(
    (await addOnes({ workerUrl: '/nowhere.js' })).failure!,
    /^host: The engine's worker at "http:.*\/nowhere\.js" failed: the server answered 404 \(.*workerUrl/,
  );
  assert.match((await addOnes({ workerUrl: '/broken-worker.js' })).failure!, /failed: .*no worker/);
});

test('prints nothing but what the browser itself reports', () => {
  assert.deepEqual(
    opened!.printed.filter((line) => !line.includes('404') && !line.includes('No available adapters')),
    [],
  );
});
