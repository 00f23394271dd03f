// The worker thread that holds ONNX Runtime: a step blocks this thread, never the caller's.
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type * as ort from 'onnxruntime-node';
import { MpaferError } from '../../core/errors.ts';
import type { Session } from '../engine.ts';
import type { SentModel } from '../remote.ts';
import { serve, sessionOf, sessionOptions } from '../serve.ts';
import type { NodeSettings } from './node-engine.ts';

const port = parentPort!;
port.on(
  'message',
  serve(open, (reply, buffers) => port.postMessage(reply, buffers)),
);

async function open(model: SentModel, { threads }: NodeSettings): Promise<Session> {
  const { InferenceSession, Tensor } = await loadRuntime();
  const session = await InferenceSession.create(model.bytes, {
    ...sessionOptions(model),
    ...whereWeightsLie(model.files),
    intraOpNumThreads: threads,
  });
  return sessionOf(session, ({ type, data, shape }) => new Tensor(type as 'float32', data as Float32Array, shape));
}

async function loadRuntime(): Promise<typeof ort> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    throw new MpaferError('host', `Cannot load ONNX Runtime for Node on this platform: ${(error as Error).message}`, {
      hint: 'Reinstall with ONNXRUNTIME_NODE_INSTALL=skip, or use the engine for browsers, which runs anywhere',
    });
  }
}

/**
 * The runtime reads files itself if all lie in one folder, which it is told and does not leave. Otherwise it takes all
 * of them from memory: it does not mix the two.
 */
function whereWeightsLie(files: SentModel['files']): ort.InferenceSession.SessionOptions {
  const folders = new Set(files.map(({ source }) => (typeof source === 'string' ? dirname(source) : undefined)));
  const [folder] = folders;
  const named = files.every(({ source, location }) => typeof source === 'string' && basename(source) === location);
  if (folders.size === 1 && folder !== undefined && named) {
    return { extra: { session: { model_external_initializers_file_folder_path: folder } } };
  }
  return {
    externalData: files.map(({ location, source }) => ({
      path: location,
      data: typeof source === 'string' ? readFileSync(source) : source,
    })),
  };
}
