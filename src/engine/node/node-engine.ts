// The engine in Node: ONNX Runtime in a worker thread.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { MpaferError } from '../../core/errors.ts';
import { createEngine, type Engine } from '../engine.ts';
import { type ProviderOptions, type ProviderSettings, providerSettings } from '../provider.ts';
import { type Channel, type ChannelEvents, remoteHost } from '../remote.ts';
import { withoutTelemetry } from './without-telemetry.ts';

/** What the worker thread is told when it opens a model. */
export interface NodeSettings extends ProviderSettings {
  readonly threads: number;
}

export interface NodeEngineOptions extends ProviderOptions {
  /** Threads of one step on processors, all unless told; results are the same for any number. */
  readonly threads?: number;
}

/**
 * An engine on this machine's processors, or with `{ provider: 'webgpu' }` on its GPU. ONNX Runtime's telemetry is off; in a worker thread
 * of your own, which cannot say so to native code, start Node with the variable `ORT_DISABLE_TELEMETRY=1`.
 *
 * @throws MpaferError `host` from `compile` where a GPU is asked for and there is none
 * @example
 * ```ts
 * import { add, float32, input, nodeEngine, scalar } from 'mpafer';
 * const engine = nodeEngine();
 * const program = await engine.compile({ y: add(input('x', [2]), scalar(1)) });
 * const { y } = await program.run({ x: float32([1, 2], [2]) });
 * console.log([...y.data]); // [ 2, 3 ]
 * await engine.close();
 * ```
 */
export function nodeEngine(options: NodeEngineOptions = {}): Engine {
  const settings = { ...providerSettings(options), threads: options.threads ?? availableParallelism() };
  return createEngine({ ...remoteHost<NodeSettings>(connect, settings), provider: settings.provider });
}

function connect({ reply, end }: ChannelEvents): Channel<NodeSettings> {
  withoutTelemetry();
  // Source runs as TypeScript in a clone and as JavaScript in the package.
  const script = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
  // A thread would inherit its process's options, of which those of --eval and of the test runner stop it from starting.
  const worker = new Worker(script, { execArgv: [] });
  worker.unref();
  worker.on('message', reply);
  worker.on('error', (error: Error) =>
    end(new MpaferError('host', `The engine's thread failed: ${error.message}`, { cause: error })),
  );
  worker.on('exit', () => end(new MpaferError('host', 'Cannot run: the engine was closed')));
  return {
    post: (request, buffers) => worker.postMessage(request, buffers),
    busy: (awaited) => (awaited ? worker.ref() : worker.unref()),
    async close() {
      await worker.terminate();
    },
  };
}
