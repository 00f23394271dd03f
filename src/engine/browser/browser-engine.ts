// The engine in browsers: ONNX Runtime Web in a module worker, on the CPU (WASM) or the GPU (WebGPU).
import { version } from '../../core/version.ts';
import { createEngine, type Engine } from '../engine.ts';
import { engineFiles, servedLoader } from '../page-files.ts';
import {
  type ProviderOptions,
  type ProviderSettings,
  requireProvider,
  requireWaiting,
  type ThreadWaiting,
} from '../provider.ts';
import type { ReadyFile } from '../ready-model.ts';
import { remoteHost } from '../remote.ts';
import { baseAddress, findPageFolder, folderAddress, requirePage } from './page-folder.ts';
import { connectWorker } from './start-worker.ts';

/** Settings that the worker opens each model with. */
export interface BrowserSettings extends ProviderSettings {
  /** Version of the page's script. */
  readonly version: string;
  readonly threads: number;
  readonly waiting: ThreadWaiting;
  /** Addresses of ONNX Runtime's loader and of its WebAssembly. */
  readonly loader: string;
  readonly wasm: string;
}

/** Options of `browserEngine`. */
export interface BrowserEngineOptions extends ProviderOptions {
  /** CPU threads per step (default: all cores; 1 where the page is not cross-origin isolated). */
  readonly threads?: number;
  /**
   * What a thread of a step does while it waits for the others: `spin` (the default), or `sleep`, which leaves the core to the page and its
   * other workers. Results are the same.
   */
  readonly waiting?: ThreadWaiting;
  /**
   * The folder that `mpafer web-assets` writes, with the worker and the runtime. Default: `mpafer/` beside the page, or beside a
   * folder above it.
   */
  readonly assets?: string | URL;
  /**
   * A folder with ONNX Runtime Web's own files, as in `onnxruntime-web/dist` (`ort-wasm-simd-threaded.mjs` and `.wasm`, for WebGPU
   * their `.asyncify` forms). Default: those among the assets.
   */
  readonly runtimeUrl?: string | URL;
  /** The worker's script. Default: the one among the assets. */
  readonly workerUrl?: string | URL;
}

/**
 * An engine in a page. All work happens in a worker, so the page stays responsive. Weight files named by a path are fetched.
 *
 * @throws MpaferError `host` for an unknown provider, and outside a browser; where a file of the engine is missing, the first
 *   program fails with `host` and its address
 * @example
 * ```ts page (needs a page that serves the assets)
 * import { browserEngine } from 'mpafer';
 * import { add, float32, input, scalar } from 'mpafer/graph';
 * const engine = browserEngine();
 * const program = await engine.compile({ y: add(input('x', [2]), scalar(1)) });
 * const { y } = await program.run({ x: float32([1, 2], [2]) });
 * await engine.close();
 * ```
 */
export function browserEngine(options: BrowserEngineOptions = {}): Engine {
  const { provider = 'cpu', fallback = true, waiting = 'spin' } = options;
  requireWaiting(waiting);
  requireProvider(provider, ['cpu', 'webgpu']);
  const provided = { provider, fallback };
  requirePage();
  const threads = crossOriginIsolated ? (options.threads ?? navigator.hardwareConcurrency) : 1;
  const host = addressesOf(options).then(({ worker, ...addresses }) =>
    remoteHost<BrowserSettings>((events) => connectWorker(worker, events), {
      ...provided,
      ...addresses,
      version,
      threads,
      waiting,
    }),
  );
  // Said when a program is opened.
  host.catch(() => {});
  return createEngine({
    provider: provided.provider,
    halves: async () => (provided.provider === 'webgpu' && !(await hasHalves()) ? 'widened' : 'kept'),
    open: async (model, own = false) => (await host).open({ ...model, files: model.files.map(fromPage) }, own),
    close: async () => (await host.catch(() => undefined))?.close(),
  });
}

interface Addresses {
  readonly worker: string;
  readonly loader: string;
  readonly wasm: string;
}

async function addressesOf({ provider = 'cpu', assets, runtimeUrl, workerUrl }: BrowserEngineOptions) {
  const files = engineFiles[provider];
  const served = workerUrl === undefined || runtimeUrl === undefined ? await findPageFolder(assets) : undefined;
  const at = (file: string, folder: URL | undefined): string => new URL(file, folder).href;
  const runtime = runtimeUrl === undefined ? served : folderAddress(runtimeUrl);
  return {
    worker: workerUrl === undefined ? at(files.worker, served) : new URL(workerUrl, baseAddress()).href,
    loader: at(runtimeUrl === undefined ? servedLoader(files.loader) : files.loader, runtime),
    wasm: at(files.wasm, runtime),
  } satisfies Addresses;
}

/** Whether the GPU has float16. Without a GPU, the worker says so. */
async function hasHalves(): Promise<boolean> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<{ features: ReadonlySet<string> } | null> } };
  const adapter = await gpu?.requestAdapter();
  return adapter?.features.has('shader-f16') ?? true;
}

/** The worker has an address of its own, so paths are resolved against the page's. */
const fromPage = ({ source, ...file }: ReadyFile) => ({
  ...file,
  source: typeof source === 'string' ? new URL(source, baseAddress()).href : source,
});
