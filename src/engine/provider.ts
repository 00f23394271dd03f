// Where an engine runs its programs: on the CPU, or on a GPU.
import { MpaferError } from '../core/errors.ts';
import type { Provider } from '../onnx/model.ts';

export interface ProviderOptions {
  /** The CPU (`cpu`, the default) or a GPU (`webgpu`). */
  readonly provider?: Provider;
  /**
   * Whether operators without a GPU kernel (those of quantised graphs and of integers) may run on the CPU. Default true;
   * with false, compiling a graph that needs one fails.
   */
  readonly fallback?: boolean;
}

/** The same with defaults, as sent to a worker. CUDA runs graphs as they are written for the CPU. */
export interface ProviderSettings {
  readonly provider: Provider | 'cuda';
  readonly fallback: boolean;
}

/** What a thread of a step does while it waits for the others. */
export type ThreadWaiting = 'spin' | 'sleep';

/** The runtime's setting for it; spinning is its own. */
export const waitingSetting = (waiting: ThreadWaiting): Readonly<Record<string, string>> =>
  waiting === 'sleep' ? { 'intra_op.allow_spinning': '0' } : {};

/** @throws MpaferError `host` */
export function requireWaiting(waiting: string): void {
  if (waiting === 'spin' || waiting === 'sleep') return;
  throw new MpaferError('host', `Unknown way of waiting ${JSON.stringify(waiting)}; expected "spin" or "sleep"`);
}

/** @throws MpaferError `host` if the provider is unknown; `known` are those of the host */
export function requireProvider(provider: string, known: readonly string[]): void {
  if (known.includes(provider)) return;
  const listed = known.map((name) => `"${name}"`).join(', ');
  throw new MpaferError('host', `Unknown provider "${provider}"; expected ${listed.replace(/, ([^,]+)$/, ' or $1')}`, {
    hint: 'Use "webgpu" for any GPU, including those of NVIDIA',
  });
}

/** @param found why there is no GPU */
export const noGpu = (found: string): MpaferError =>
  new MpaferError('host', `Cannot run on WebGPU: ${found}`, {
    hint: 'Leave out the option provider to run on the CPU',
  });
