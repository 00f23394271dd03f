// A page that knows nothing of mpafer: ONNX Runtime Web, an exported file, pixels.
import * as ort from 'onnxruntime-web/wasm';
import type { ExportedPage } from '../exported-page.ts';

ort.env.wasm.wasmPaths = new URL('/onnxruntime/', location.href).href;
ort.env.wasm.numThreads = 1;

const page: ExportedPage = {
  async run(file, pixels, shape) {
    const session = await ort.InferenceSession.create(await (await fetch(file)).arrayBuffer());
    const found = await session.run({ pixels: new ort.Tensor('float32', Float32Array.from(pixels), shape) });
    await session.release();
    return Object.fromEntries(
      Object.entries(found).map(([name, { dims, data }]) => [
        name,
        { shape: [...dims], values: Array.from(data as ArrayLike<number | bigint>, Number) },
      ]),
    );
  },
};

Object.assign(globalThis, { exportedPage: page });
