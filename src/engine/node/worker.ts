// The worker thread that holds ONNX Runtime: a step blocks this thread, never the caller's.
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type * as ort from 'onnxruntime-node';
import { MpaferError } from '../../core/errors.ts';
import type { Session } from '../engine.ts';
import { noGpu } from '../provider.ts';
import type { SentModel } from '../remote.ts';
import { serve, sessionOf, sessionOptions } from '../serve.ts';
import type { NodeSettings } from './node-engine.ts';

const port = parentPort!;
port.on(
  'message',
  serve(open, (reply, buffers) => port.postMessage(reply, buffers)),
);

async function open(model: SentModel, settings: NodeSettings): Promise<Session> {
  const { InferenceSession, Tensor } = await loadRuntime();
  const options = sessionOptions(model, settings);
  const { folder, externalData } = whereWeightsLie(model.files);
  const session = await InferenceSession.create(model.bytes, {
    ...options,
    ...(externalData && { externalData }),
    extra: {
      session: { ...options.extra.session, ...(folder && { model_external_initializers_file_folder_path: folder }) },
    },
    intraOpNumThreads: settings.threads,
  }).catch((error: Error) => {
    if (/WebGPU adapter|WebGPU device/.test(error.message)) throw noGpu('this machine offers no adapter');
    throw error;
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
function whereWeightsLie(files: SentModel['files']): {
  readonly folder?: string;
  readonly externalData?: NonNullable<ort.InferenceSession.SessionOptions['externalData']>;
} {
  const folders = new Set(files.map(({ source }) => (typeof source === 'string' ? dirname(source) : undefined)));
  const [folder] = folders;
  const named = files.every(({ source, location }) => typeof source === 'string' && basename(source) === location);
  if (folders.size === 1 && folder !== undefined && named) {
    return { folder };
  }
  return {
    externalData: files.map(({ location, source }) => ({
      path: location,
      data: typeof source === 'string' ? readFileSync(source) : source,
    })),
  };
}
