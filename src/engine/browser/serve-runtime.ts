// The worker's side of the engine in pages: opens models with the runtime that the worker brings.
import type * as ort from 'onnxruntime-web/wasm';
import { MpaferError } from '../../core/errors.ts';
import { version } from '../../core/version.ts';
import type { Session } from '../engine.ts';
import { waitingSetting } from '../provider.ts';
import type { SentModel } from '../remote.ts';
import { serve, sessionOf, sessionOptions } from '../serve.ts';
import { widened } from '../widen.ts';
import type { BrowserSettings } from './browser-engine.ts';

/**
 * Answers the page that started this worker.
 *
 * @param ready rejects where the runtime cannot work
 */
export function serveRuntime(runtime: typeof ort, ready: () => Promise<void> = async () => {}): void {
  const open = async (model: SentModel, settings: BrowserSettings): Promise<Session> => {
    requireSameVersion(settings.version);
    await ready();
    return openSession(runtime, model, settings);
  };
  const answer = serve(open, (reply, buffers) => self.postMessage(reply, { transfer: buffers }));
  self.onmessage = ({ data }) => answer(data);
}

/** The page's script and this one reach the browser by different ways; what they send each other may change between versions. */
function requireSameVersion(page: string): void {
  if (page === version) return;
  throw new MpaferError(
    'host',
    `Cannot use the worker at "${location.href}": it is of mpafer ${version}; expected ${page}, the version of the page's script`,
    { hint: 'Copy the files again with "npx mpafer web-assets FOLDER"; where they are current, clear the cache' },
  );
}

async function openSession(
  { InferenceSession, Tensor, env }: typeof ort,
  model: SentModel,
  settings: BrowserSettings,
): Promise<Session> {
  env.wasm.numThreads = settings.threads;
  // The runtime's threads start from its own file: bundled into this one they would start this worker again.
  env.wasm.wasmPaths = { mjs: settings.loader, wasm: settings.wasm };
  const general = sessionOptions(model, settings);
  const options = {
    ...general,
    extra: { session: { ...general.extra.session, ...waitingSetting(settings.waiting) } },
    externalData: await Promise.all(model.files.map(externalData)),
  };
  const session = await InferenceSession.create(model.bytes, options).catch((error: Error) => {
    if (!error.message.includes('no available backend found')) throw error;
    throw new MpaferError('host', `Cannot load ONNX Runtime from "${settings.wasm}": ${error.message}`, {
      hint: 'Copy its files with "npx mpafer web-assets FOLDER" (for a GPU with --webgpu), or give their address as the option runtimeUrl',
    });
  });
  return sessionOf(session, ({ type, data, shape }) => new Tensor(type as 'float32', data as Float32Array, shape));
}

async function externalData({ location, source, widened: wide }: SentModel['files'][number]) {
  if (wide === undefined) return { path: location, data: source };
  const bytes = typeof source === 'string' ? new Uint8Array(await (await fetch(source)).arrayBuffer()) : source;
  return { path: location, data: widened(bytes) };
}
