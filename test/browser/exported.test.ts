// Exported recognisers in headless Chromium, by ONNX Runtime Web alone, beside the same files in Node.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Browser, Page } from 'playwright-core';
import { exportOnnx } from '../../src/export/export-onnx.ts';
import { exportableRun } from '../../src/export/exportable.ts';
import { origin, pixels, tinyCheckpoint } from '../export/tiny-recogniser.ts';
import { tinyModel } from '../support/tiny-model.ts';
import { tolerances } from '../tolerances.ts';
import { launchChromium } from './chromium.ts';
import type { ExportedPage, PageOutputs } from './exported-page.ts';
import { type PageServer, servePages } from './page-server.ts';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const recogniser = exportableRun(tinyCheckpoint());
const clip = await tinyModel();
const files = {
  float32: (await exportOnnx(clip, recogniser, 'float32', origin)).bytes,
  int8: (await exportOnnx(clip, recogniser, 'int8', origin)).bytes,
};

let server: PageServer;
let browser: Browser;
let page: Page;
const printed: string[] = [];

before(async () => {
  browser = await launchChromium();
  const { outputFiles } = await build({
    entryPoints: [pathOf('./page/exported-page.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['onnxruntime-web-use-extern-wasm'],
    write: false,
    logLevel: 'error',
  });
  const served = new Map<string, string | Uint8Array>([
    ['/index.html', '<!doctype html><title>Exported</title><script type="module" src="/page.js"></script>'],
    ['/page.js', outputFiles[0]!.contents],
    ['/float32.onnx', files.float32],
    ['/int8.onnx', files.int8],
  ]);
  server = await servePages(served, { '/onnxruntime': pathOf('../../node_modules/onnxruntime-web/dist') });
  page = await browser.newPage();
  page.on('console', (message) => printed.push(message.text()));
  page.on('pageerror', (error) => printed.push(error.message));
  await page.goto(server.url);
  await page
    .waitForFunction(() => 'exportedPage' in globalThis, undefined, { timeout: 20_000 })
    .catch(() => {
      throw new Error(`The page did not start: ${printed.join('; ') || 'it printed nothing'}`);
    });
});

after(async () => {
  await browser?.close();
  await server?.close();
});

type Global = typeof globalThis & { readonly exportedPage: ExportedPage };

async function inBrowser(name: string, count: number): Promise<PageOutputs> {
  const { data, shape } = pixels(count);
  return page.evaluate(([file, values, axes]) => (globalThis as Global).exportedPage.run(file, values, axes), [
    `/${name}.onnx`,
    Array.from(data, Number),
    [...shape],
  ] as const);
}

async function inNode(bytes: Uint8Array, count: number): Promise<PageOutputs> {
  const session = await InferenceSession.create(bytes);
  const { data, shape } = pixels(count);
  const found = await session.run({ pixels: new Tensor('float32', data as Float32Array, shape) });
  await session.release();
  const entries = Object.entries(found).map(([name, tensor]) => {
    const values = Array.from(tensor.data as ArrayLike<number | bigint>, Number);
    return [name, { shape: [...tensor.dims], values }] as const;
  });
  return Object.fromEntries(entries);
}

for (const precision of ['float32', 'int8'] as const) {
  test(`an exported file in ${precision} says in a browser what it says in Node, for one face and for three`, async () => {
    for (const count of [1, 3]) {
      const [found, wanted] = [await inBrowser(precision, count), await inNode(files[precision], count)];
      assert.deepEqual(Object.keys(found).sort(), Object.keys(wanted).sort());
      for (const [name, { shape, values }] of Object.entries(wanted)) {
        assert.deepEqual(found[name]!.shape, shape, name);
        const far = Math.max(...values.map((value, at) => Math.abs(value - found[name]!.values[at]!)));
        assert.ok(far <= tolerances.hosts, `${name} differs by ${far}`);
      }
    }
  });
}

test('prints nothing', () => {
  assert.deepEqual(
    printed.filter((line) => !line.includes('404')),
    [],
  );
});
