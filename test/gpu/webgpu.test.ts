// Training and recognition wholly on WebGPU, by the software device of headless Chromium, beside the engine on processors in Node.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import type { ContractPage } from '../browser/contract-page.ts';
import { type OpenPage, openPage, pathOf } from '../browser/open-page.ts';
import { distance } from '../contract/expect.ts';
import { methodGraphs, recogniseFaces, trainPrompts } from '../contract/method-graph.ts';
import { tolerances } from '../tolerances.ts';

const engine = nodeEngine({ threads: 1 });
let opened: OpenPage | undefined;
let page: Page;

before(async () => {
  opened = await openPage({
    title: 'WebGPU',
    script: './page/page.ts',
    global: 'contractPage',
    files: { '/ops.json': readFileSync(pathOf('../golden/ops/ops.json')) },
    gpu: true,
  });
  page = opened.page;
});

after(async () => {
  await opened?.close();
  await engine.close();
});

type Global = typeof globalThis & { readonly contractPage: ContractPage };

for (const name of Object.keys(methodGraphs)) {
  test(`places every node of ${name} on WebGPU`, async () => {
    const failure = await page.evaluate((graph) => (globalThis as Global).contractPage.place(graph), name);
    assert.equal(failure, undefined);
  });
}

test('trains prompts wholly on WebGPU to the numbers of processors: losses, gradients, and prompts after ten steps', async () => {
  const found = await page.evaluate(() => (globalThis as Global).contractPage.trainPrompts());
  const expected = await trainPrompts(engine);
  assert.ok(expected.losses.at(-1)! < expected.losses[0]! / 2, `it learns: ${expected.losses}`);
  for (const what of ['losses', 'slopes', 'prompts'] as const) {
    const off = distance(found[what], expected[what]);
    assert.ok(off <= tolerances.gpu, `${what} are off by ${off}`);
  }
});

test('recognises wholly on WebGPU as on processors', async () => {
  const found = await page.evaluate(() => (globalThis as Global).contractPage.recogniseFaces());
  for (const [name, values] of Object.entries(await recogniseFaces(engine))) {
    assert.ok(distance(found[name]!, values) <= tolerances.gpu, name);
  }
});

test('reads float16 weights on an adapter without shader-f16, as this software device is', async () => {
  const features = await page.evaluate(
    'navigator.gpu.requestAdapter().then((adapter) => adapter.features.has("shader-f16"))',
  );
  assert.equal(features, false);
  const name = 'reads weights where they lie in a file, also in half precision';
  assert.equal(await page.evaluate((check) => (globalThis as Global).contractPage.checkOnGpu(check), name), undefined);
});
