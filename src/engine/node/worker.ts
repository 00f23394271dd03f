// The worker thread that holds ONNX Runtime: a step blocks this thread, never the caller's.
import { dirname } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type * as ort from 'onnxruntime-node';
import type { NumericArray } from '../../core/array.ts';
import type { OnnxModel } from '../../onnx/model.ts';
import { asArray } from '../engine.ts';
import type { Reply, Request } from './messages.ts';

const sessions = new Map<number, ort.InferenceSession>();
const port = parentPort!;

port.on('message', async (request: Request) => {
  try {
    const arrays = await answer(request);
    const buffers = Object.values(arrays).map(({ data }) => data.buffer as ArrayBuffer);
    port.postMessage({ arrays } satisfies Reply, [...new Set(buffers)]);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
    port.postMessage({ failure: (error as Error).message, missing } satisfies Reply);
  }
});

async function answer(request: Request): Promise<Record<string, NumericArray>> {
  const runtime = await import('onnxruntime-node');
  if (request.kind === 'open') {
    sessions.set(request.id, await open(runtime, request.model, request.threads));
    return {};
  }
  const session = sessions.get(request.id)!;
  if (request.kind === 'release') {
    sessions.delete(request.id);
    await session.release();
    return {};
  }
  const feeds: Record<string, ort.Tensor> = {};
  for (const [name, { type, data, shape }] of Object.entries(request.feeds)) {
    feeds[name] = new runtime.Tensor(type as 'float32', data as Float32Array, shape);
  }
  const results: Record<string, NumericArray> = {};
  for (const [name, tensor] of Object.entries(await session.run(feeds))) results[name] = asArray(tensor);
  return results;
}

function open(runtime: typeof ort, model: OnnxModel, threads: number): Promise<ort.InferenceSession> {
  const folders = new Set(model.files.flatMap(({ source }) => (typeof source === 'string' ? [dirname(source)] : [])));
  if (folders.size > 1) throw new Error(`weights lie in ${folders.size} folders, must be one`);
  const folder = [...folders][0];
  const options: ort.InferenceSession.SessionOptions = {
    intraOpNumThreads: threads,
    // Planned memory keeps every activation's place reserved: a third more at its peak, for no speed.
    enableMemPattern: false,
    executionMode: 'sequential',
    logSeverityLevel: 3,
    // The extended level puts in fused kernels that exist for float32 alone.
    graphOptimizationLevel: model.outputs.some(({ type }) => type === 'float64') ? 'basic' : 'all',
    externalData: model.files.flatMap(({ location, source }) =>
      typeof source === 'string' ? [] : [{ path: location, data: source }],
    ),
    ...(folder === undefined ? {} : { extra: { session: { model_external_initializers_file_folder_path: folder } } }),
  };
  return runtime.InferenceSession.create(model.bytes, options);
}
