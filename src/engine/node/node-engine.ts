// The engine in Node: ONNX Runtime in a worker thread.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { MpaferError } from '../../core/errors.ts';
import { createEngine, type Engine } from '../engine.ts';
import {
  type ProviderOptions,
  type ProviderSettings,
  requireProvider,
  requireWaiting,
  type ThreadWaiting,
} from '../provider.ts';
import { type Channel, type ChannelEvents, type Reply, remoteHost } from '../remote.ts';
import { bestProvider } from './best-provider.ts';
import { lateEngine } from './late-engine.ts';
import { startFile } from './package-files.ts';
import { withoutTelemetry } from './without-telemetry.ts';

/** The builds of ONNX Runtime that run in Node. */
export type NodeRuntime = 'native' | 'wasm';

/** Settings that the worker thread opens each model with. */
export interface NodeSettings extends ProviderSettings {
  readonly threads: number;
  readonly runtime: NodeRuntime | undefined;
  readonly waiting: ThreadWaiting;
}

/** Sent to the worker thread in place of a request: it ends after the step that is under way. */
export type Closing = 'close';

/** Sent by the worker thread when it falls back to WebAssembly, with the reason. */
export interface SlowRuntime {
  readonly slow: string;
  readonly advice: string;
}

/**
 * Where an engine in Node runs its programs: `cpu`; any GPU by `webgpu`; a GPU of NVIDIA by `cuda`, where ONNX Runtime's own CUDA provider
 * is installed; `auto`, the soonest of those that there are.
 */
export const nodeProviders = ['cpu', 'webgpu', 'cuda', 'auto'] as const;

/** Its names; `mpafer ... --device` has the same. */
export type NodeProvider = (typeof nodeProviders)[number];

/** Options of `nodeEngine`. */
export interface NodeEngineOptions extends Omit<ProviderOptions, 'provider'> {
  /** `cpu` by default. */
  readonly provider?: NodeProvider;
  /** CPU threads per step (default: all cores). */
  readonly threads?: number;
  /**
   * The native build of ONNX Runtime, or its WebAssembly build, which is 3 to 10 times slower and has no GPU. Default: the native build,
   * and WebAssembly, with a process warning, where the native build is missing or does not load.
   */
  readonly runtime?: NodeRuntime;
  /**
   * What a thread of a step does while it waits for the others: `spin` (the default) ends a step soonest on a machine that does nothing
   * else, `sleep` leaves the core to the threads that read the next images. Results are the same. Of the native build only.
   */
  readonly waiting?: ThreadWaiting;
}

/**
 * An engine on this machine's CPU or, with `{ provider: 'webgpu' }` or `{ provider: 'cuda' }`, on its GPU. It turns ONNX Runtime's telemetry off; when the engine is
 * created in a worker thread, which cannot set this for native code, start Node with `ORT_DISABLE_TELEMETRY=1`.
 *
 * An engine that is idle does not keep the process alive.
 *
 * @throws MpaferError `host` if an option is unknown; from `compile` if there is no GPU or no runtime
 * @example
 * ```ts
 * import { nodeEngine } from 'mpafer';
 * import { add, float32, input, scalar } from 'mpafer/graph';
 * const engine = nodeEngine();
 * const program = await engine.compile({ y: add(input('x', [2]), scalar(1)) });
 * const { y } = await program.run({ x: float32([1, 2], [2]) });
 * console.log([...y.data]); // [ 2, 3 ]
 * await engine.close();
 * ```
 */
export function nodeEngine(options: NodeEngineOptions = {}): Engine {
  const { threads = availableParallelism(), runtime, waiting = 'spin' } = options;
  if (runtime !== undefined && runtime !== 'native' && runtime !== 'wasm') {
    throw new MpaferError('host', `Unknown runtime "${runtime}"; expected "native" or "wasm"`);
  }
  requireWaiting(waiting);
  const { provider = 'cpu', fallback = true } = options;
  requireProvider(provider, nodeProviders);
  if (provider === 'auto') {
    return lateEngine(async () => nodeEngine({ ...options, provider: await bestProvider(nodeEngine) }), threads);
  }
  const settings = { provider, fallback, threads, runtime, waiting };
  const written = provider === 'webgpu' ? 'webgpu' : 'cpu';
  return createEngine({
    ...remoteHost<NodeSettings>(connect, settings),
    provider: written,
    threads,
    // Whether a GPU has float16 cannot be asked from Node.
    halves: async () => (provider === 'webgpu' ? 'widened' : 'kept'),
  });
}

function connect({ reply, end }: ChannelEvents): Channel<NodeSettings> {
  withoutTelemetry();
  const worker = startWorker();
  worker.on('message', (message: Reply | SlowRuntime) => ('slow' in message ? warn(message) : reply(message)));
  worker.on('error', (error: Error) =>
    end(new MpaferError('host', `The engine's thread failed: ${error.message}`, { cause: error })),
  );
  worker.on('exit', () => end(new MpaferError('host', 'Cannot run: the engine was closed')));
  const exited = new Promise<void>((resolve) => worker.on('exit', () => resolve()));
  // Last, since adding the listener for messages makes the thread keep the process alive again.
  worker.unref();
  let [working, ending] = [false, false];
  return {
    post: (request, buffers) => worker.postMessage(request, buffers),
    busy(awaited) {
      working = awaited;
      if (awaited) worker.ref();
      else if (!ending) worker.unref();
    },
    async close() {
      if (!working) return void (await worker.terminate());
      ending = true;
      // To end the thread within a step of the native runtime would end the process: it ends itself after the step.
      worker.postMessage('close' satisfies Closing);
      await exited;
    },
  };
}

function startWorker(): Worker {
  const script = startFile('engine/node/worker');
  try {
    // By default a thread inherits its process's options, and those of --eval and of the test runner keep it from starting.
    return new Worker(script, { execArgv: [] });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_ACCESS_DENIED') throw cause;
    throw new MpaferError('host', "Cannot start the engine's thread: Node's permission model forbids threads", {
      hint: 'Start Node with --allow-worker too; the native runtime and sharp need --allow-addons',
      cause,
    });
  }
}

let warned = false;

/** Once per process, however many engines there are. */
function warn({ slow, advice }: SlowRuntime): void {
  if (warned) return;
  warned = true;
  process.emitWarning(
    `Running on WebAssembly, 3 to 10 times slower: cannot load the native ONNX Runtime (${slow}). ${advice}`,
    { type: 'MpaferWarning', code: 'MPAFER_WASM' },
  );
}
