// The engine in browsers: ONNX Runtime Web in a module worker, on the CPU (WASM) or the GPU (WebGPU).
import { MpaferError } from '../../core/errors.ts';
import type { OnnxModel } from '../../onnx/model.ts';
import { createEngine, type Engine } from '../engine.ts';
import { type ProviderOptions, type ProviderSettings, providerSettings } from '../provider.ts';
import { type Channel, type ChannelEvents, remoteHost } from '../remote.ts';

/** Settings that the worker opens each model with. */
export interface BrowserSettings extends ProviderSettings {
  readonly threads: number;
  readonly runtimeUrl: string | undefined;
}

/** Options of `browserEngine`. */
export interface BrowserEngineOptions extends ProviderOptions {
  /** CPU threads per step (default: all cores; 1 where the page is not cross-origin isolated). */
  readonly threads?: number;
  /**
   * The folder from which ONNX Runtime Web's own files are served (`ort-wasm-simd-threaded.mjs` and `.wasm`, for WebGPU
   * their `.asyncify` forms; all are in `onnxruntime-web/dist`). Default: the folder of the worker's script.
   */
  readonly runtimeUrl?: string | URL;
  /** The worker's script. Default: `worker.js` beside this module, which most bundlers find. */
  readonly workerUrl?: string | URL;
}

/**
 * An engine in a page. All work happens in a worker, so the page stays responsive. Weight files named by a path are fetched.
 *
 * @example
 * ```ts page (needs a page that serves the runtime)
 * import { browserEngine } from 'mpafer';
 * import { add, float32, input, scalar } from 'mpafer/graph';
 * const engine = browserEngine({ runtimeUrl: '/onnxruntime/' });
 * const program = await engine.compile({ y: add(input('x', [2]), scalar(1)) });
 * const { y } = await program.run({ x: float32([1, 2], [2]) });
 * await engine.close();
 * ```
 */
export function browserEngine(options: BrowserEngineOptions = {}): Engine {
  const provided = providerSettings(options);
  const host = remoteHost<BrowserSettings>((events) => connect(events, options.workerUrl), {
    ...provided,
    threads: crossOriginIsolated ? (options.threads ?? navigator.hardwareConcurrency) : 1,
    runtimeUrl: options.runtimeUrl === undefined ? undefined : folderUrl(options.runtimeUrl),
  });
  return createEngine({
    ...host,
    provider: provided.provider,
    halves: async () => (provided.provider === 'webgpu' && !(await hasHalves()) ? 'widened' : 'kept'),
    open: (model, own = false) => host.open({ ...model, files: model.files.map(fromPage) }, own),
  });
}

function connect({ reply, end }: ChannelEvents, script: string | URL | undefined): Channel<BrowserSettings> {
  const worker =
    script === undefined
      ? new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
      : new Worker(script, { type: 'module' });
  worker.onmessage = ({ data }) => reply(data);
  worker.onerror = ({ message }) => {
    const reason = message || 'its script could not be loaded';
    end(new MpaferError('host', `The engine's worker failed: ${reason}`, { hint: 'Check the option workerUrl' }));
  };
  return {
    post: (request, buffers) => worker.postMessage(request, buffers),
    async close() {
      worker.terminate();
      end(new MpaferError('host', 'Cannot run: the engine was closed'));
    },
  };
}

const folderUrl = (url: string | URL): string => new URL(String(url).replace(/\/?$/, '/'), location.href).href;

/** Whether the GPU has float16. Without a GPU, the worker says so. */
async function hasHalves(): Promise<boolean> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<{ features: ReadonlySet<string> } | null> } };
  const adapter = await gpu?.requestAdapter();
  return adapter?.features.has('shader-f16') ?? true;
}

/** The worker has an address of its own, so paths are resolved against the page's. */
const fromPage = ({ source, ...file }: OnnxModel['files'][number]) => ({
  ...file,
  source: typeof source === 'string' ? new URL(source, location.href).href : source,
});
