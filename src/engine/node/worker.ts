// The worker thread that holds ONNX Runtime: a step blocks this thread, never the caller's.
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { InferenceSession } from 'onnxruntime-web';
import type { Session } from '../engine.ts';
import { noGpu, waitingSetting } from '../provider.ts';
import type { Request, SentModel } from '../remote.ts';
import { serve, sessionOf, sessionOptions } from '../serve.ts';
import { widened } from '../widen.ts';
import { missingCuda, unloadedCuda } from './no-cuda.ts';
import type { Closing, NodeSettings, SlowRuntime } from './node-engine.ts';
import { type LoadedRuntime, loadRuntime } from './runtime.ts';

type SessionOptions = InferenceSession.SessionOptions;

const port = parentPort!;
const answer = serve(open, (reply, buffers) => port.postMessage(reply, buffers));
port.on('message', (message: Request<NodeSettings> | Closing) => {
  // Messages come between steps; this ends the thread, not the process.
  if (message === 'close') process.exit();
  answer(message);
});

let loading: Promise<LoadedRuntime> | undefined;

async function open(model: SentModel, settings: NodeSettings): Promise<Session> {
  loading ??= startRuntime(settings);
  const { name, ort } = await loading;
  const session = name === 'native' ? openNative(ort, model, settings) : openWasm(ort, model, settings);
  return sessionOf(
    await session,
    ({ type, data, shape }) => new ort.Tensor(type as 'float32', data as Float32Array, shape),
  );
}

async function startRuntime({ runtime, threads }: NodeSettings): Promise<LoadedRuntime> {
  const loaded = await loadRuntime(runtime);
  if (loaded.name === 'wasm') loaded.ort.env.wasm.numThreads = threads;
  const { reason: slow, advice = '' } = loaded;
  if (slow !== undefined) port.postMessage({ slow, advice } satisfies SlowRuntime);
  return loaded;
}

async function openNative({ InferenceSession }: LoadedRuntime['ort'], model: SentModel, settings: NodeSettings) {
  const missing = settings.provider === 'cuda' ? missingCuda() : undefined;
  if (missing !== undefined) throw missing;
  const options = sessionOptions(model, settings);
  const folder = commonFolder(model.files);
  return InferenceSession.create(model.bytes, {
    ...options,
    ...(folder === undefined && { externalData: inMemory(model.files) }),
    extra: {
      session: {
        ...options.extra.session,
        ...(folder && { model_external_initializers_file_folder_path: folder }),
        ...waitingSetting(settings.waiting),
      },
    },
    intraOpNumThreads: threadsOf(model, settings),
  }).catch((error: Error) => {
    if (/WebGPU adapter|WebGPU device/.test(error.message)) throw noGpu('this machine offers no adapter');
    if (settings.provider === 'cuda' && /cuda|cudnn|shared library/i.test(error.message))
      throw unloadedCuda(error.message);
    throw error;
  });
}

/**
 * Without inputs a program is left as written, so the runtime does not pack float16 matrices that are cast to float32, and it splits
 * the sums of unpacked products by the number of threads. Such programs run once: one thread gives them the same bits on every machine.
 */
const threadsOf = ({ inputs }: SentModel, { threads }: NodeSettings): number => (inputs.length === 0 ? 1 : threads);

async function openWasm({ InferenceSession }: LoadedRuntime['ort'], model: SentModel, settings: NodeSettings) {
  if (settings.provider === 'webgpu') throw noGpu('only the native ONNX Runtime reaches a GPU from Node');
  if (settings.provider === 'cuda') throw unloadedCuda('only the native ONNX Runtime reaches a GPU from Node');
  return InferenceSession.create(model.bytes, {
    ...sessionOptions(model, settings),
    externalData: inMemory(model.files),
  });
}

/**
 * The folder of all files, where they have one folder and keep their names: the native runtime then reads them itself,
 * and nothing outside that folder. It cannot mix files that it reads with files in memory, nor look into Yarn's archives.
 */
function commonFolder(files: SentModel['files']): string | undefined {
  const folders = new Set(files.map(({ source }) => (typeof source === 'string' ? dirname(source) : undefined)));
  const named = files.every(({ source, location }) => typeof source === 'string' && basename(source) === location);
  const archived = process.versions.pnp !== undefined && [...folders].some((folder) => /\.zip\b/.test(folder ?? ''));
  return folders.size === 1 && named && !archived ? [...folders][0] : undefined;
}

const inMemory = (files: SentModel['files']): NonNullable<SessionOptions['externalData']> =>
  files.map(({ location, source, widened: wide }) => {
    const bytes = typeof source === 'string' ? readFileSync(source) : source;
    return { path: location, data: wide ? widened(bytes) : bytes };
  });
