// Reference values for test/tflite, from TensorFlow Lite's own runtime (WebAssembly, in Chromium): what each shipped model gives for two images.
// Usage, in bench/faces after `npm ci`: node tflite-golden.ts
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '../../test/browser/chromium.ts';
import { servePages } from '../../test/browser/page-server.ts';
import { goldenInputs, models } from '../../test/tflite/golden-inputs.ts';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const script = (name: string) => `<script src="/packages/@tensorflow/${name}.js"></script>`;
const page = `<!doctype html><title>TensorFlow Lite</title>${script('tfjs-core/dist/tf-core.min')}${script(
  'tfjs-backend-cpu/dist/tf-backend-cpu.min',
)}${script('tfjs-tflite/dist/tf-tflite.min')}`;
const server = await servePages(new Map([['/index.html', page]]), {
  '/packages': pathOf('node_modules'),
  '/models': pathOf('../../assets/faces'),
});
const browser = await launchChromium();
try {
  const tab = await browser.newPage();
  await tab.goto(server.url);
  const golden: Record<string, Record<string, number[][]>> = {};
  for (const [name, { file, scale, shift }] of Object.entries(models)) {
    golden[name] = {};
    for (const [input, { data }] of Object.entries(await goldenInputs())) {
      const values = [...data].map((byte) => Math.fround(byte * scale + shift));
      golden[name][input] = await tab.evaluate(
        async ({ file, values }) => {
          // biome-ignore lint/suspicious/noExplicitAny: globals of the page's scripts
          const { tf, tflite } = globalThis as any;
          tflite.setWasmPath('/packages/@tensorflow/tfjs-tflite/wasm/');
          const model = await tflite.loadTFLiteModel(`/models/${file}`);
          const found = model.predict(tf.tensor(values, [1, 192, 192, 3]));
          const outputs = (found.dataSync ? { only: found } : found) as Record<string, { dataSync(): Float32Array }>;
          // By length, the longest first, as names differ from one converter to the next.
          return Object.values(outputs)
            .map((output) => [...output.dataSync()])
            .sort((a, b) => b.length - a.length);
        },
        { file, values },
      );
    }
  }
  await writeFile(pathOf('../../test/golden/tflite/outputs.json'), `${JSON.stringify(thinned(golden))}\n`);
} finally {
  await browser.close();
  await server.close();
}

/** Every 61st number is enough to compare, and keeps the file small. */
function thinned(golden: Record<string, Record<string, number[][]>>) {
  return JSON.parse(JSON.stringify(golden), (_, value) =>
    Array.isArray(value) && typeof value[0] === 'number' ? value.filter((_, at) => at % 61 === 0) : value,
  );
}
