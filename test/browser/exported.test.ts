// Exported recognisers in headless Chromium, by ONNX Runtime Web alone, beside the same files in Node.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Page } from 'playwright-core';
import { withoutTelemetry } from '../../src/engine/node/without-telemetry.ts';
import { exportOnnx } from '../../src/export/export-onnx.ts';
import { exportableRun } from '../../src/export/exportable.ts';
import { origin, pixels, tinyCheckpoint } from '../export/tiny-recogniser.ts';
import { tinyModel } from '../support/tiny-model.ts';
import { tolerances } from '../tolerances.ts';
import type { ExportedPage, PageOutputs } from './exported-page.ts';
import { type OpenPage, openPage } from './open-page.ts';

withoutTelemetry();

const recogniser = exportableRun(tinyCheckpoint());
const clip = await tinyModel();
const files = {
  float32: (await exportOnnx(clip, recogniser, 'float32', origin)).bytes,
  int8: (await exportOnnx(clip, recogniser, 'int8', origin)).bytes,
};

let opened: OpenPage | undefined;
let page: Page;

before(async () => {
  opened = await openPage({
    title: 'Exported',
    script: './page/exported-page.ts',
    global: 'exportedPage',
    files: { '/float32.onnx': files.float32, '/int8.onnx': files.int8 },
  });
  page = opened.page;
});

after(() => opened?.close());

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
    opened!.printed.filter((line) => !line.includes('404')),
    [],
  );
});
