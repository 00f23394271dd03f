// The module worker that holds ONNX Runtime Web: a step blocks this worker, never the page.
import type * as ort from 'onnxruntime-web/wasm';
import { MpaferError } from '../../core/errors.ts';
import { toFloat32 } from '../../safetensors/half.ts';
import type { Session } from '../engine.ts';
import { noGpu } from '../provider.ts';
import type { SentModel } from '../remote.ts';
import { serve, sessionOf, sessionOptions } from '../serve.ts';
import type { BrowserSettings } from './browser-engine.ts';

const answer = serve(open, (reply, buffers) => self.postMessage(reply, { transfer: buffers }));
self.onmessage = ({ data }) => answer(data);

async function open(model: SentModel, settings: BrowserSettings): Promise<Session> {
  const { InferenceSession, Tensor, env } = await loadRuntime(settings);
  const options = {
    ...sessionOptions(model, settings),
    externalData: await Promise.all(model.files.map(externalData)),
  };
  const session = await InferenceSession.create(model.bytes, options).catch((error: Error) => {
    if (!error.message.includes('no available backend found')) throw error;
    throw new MpaferError('host', `Cannot load ONNX Runtime from ${env.wasm.wasmPaths}: ${error.message}`, {
      hint: "Serve the files of onnxruntime-web's folder dist and give their address as the option runtimeUrl",
    });
  });
  return sessionOf(session, ({ type, data, shape }) => new Tensor(type as 'float32', data as Float32Array, shape));
}

async function externalData({ location, source, widened }: SentModel['files'][number]) {
  if (widened === undefined) return { path: location, data: source };
  const bytes = typeof source === 'string' ? new Uint8Array(await (await fetch(source)).arrayBuffer()) : source;
  const whole = bytes.slice(0, bytes.length - (bytes.length % 2));
  const halves = { type: 'float16', shape: [whole.length / 2], data: new Uint16Array(whole.buffer) } as const;
  return { path: location, data: new Uint8Array(toFloat32(halves).data.buffer) };
}

async function loadRuntime({ provider, threads, runtimeUrl }: BrowserSettings): Promise<typeof ort> {
  const webgpu = provider === 'webgpu';
  if (webgpu && !(await hasGpu())) throw noGpu('this browser offers no adapter');
  const runtime: typeof ort = webgpu ? await import('onnxruntime-web/webgpu') : await import('onnxruntime-web/wasm');
  runtime.env.wasm.numThreads = threads;
  // The runtime's threads start from its own file: bundled into this one they would start this worker again.
  runtime.env.wasm.wasmPaths = runtimeUrl ?? new URL('./', import.meta.url).href;
  return runtime;
}

async function hasGpu(): Promise<boolean> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<object | null> } };
  return gpu !== undefined && (await gpu.requestAdapter()) !== null;
}
