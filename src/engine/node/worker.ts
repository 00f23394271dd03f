// The worker thread that holds ONNX Runtime: a step blocks this thread, never the caller's.
import { dirname } from 'node:path';
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
  const folder = folderOf(model);
  const session = await InferenceSession.create(model.bytes, {
    ...sessionOptions(model),
    intraOpNumThreads: threads,
    externalData: model.files.flatMap(({ location, source }) =>
      typeof source === 'string' ? [] : [{ path: location, data: source }],
    ),
    ...(folder === undefined ? {} : { extra: { session: { model_external_initializers_file_folder_path: folder } } }),
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

/** The one folder that holds all weight files: the runtime reads nothing outside the folder that it is told. */
function folderOf({ files }: SentModel): string | undefined {
  const folders = new Set(files.flatMap(({ source }) => (typeof source === 'string' ? [dirname(source)] : [])));
  if (folders.size > 1) {
    throw new MpaferError(
      'graph',
      `Cannot read weights from ${folders.size} folders (${[...folders].join(', ')}): all weight files of a graph must lie in one`,
    );
  }
  return [...folders][0];
}
