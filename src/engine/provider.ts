// Where an engine runs its programs: on the CPU, or on a GPU through WebGPU.
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

/** The same with defaults, as sent to a worker. */
export type ProviderSettings = Required<ProviderOptions>;

/** @throws MpaferError `host` if the provider is unknown */
export function providerSettings({ provider = 'cpu', fallback = true }: ProviderOptions): ProviderSettings {
  if (provider !== 'cpu' && provider !== 'webgpu') {
    throw new MpaferError('host', `Unknown provider "${provider}"; expected "cpu" or "webgpu"`, {
      hint: 'Use "webgpu" for any GPU, including those of NVIDIA',
    });
  }
  return { provider, fallback };
}

/** @param found why there is no GPU */
export const noGpu = (found: string): MpaferError =>
  new MpaferError('host', `Cannot run on WebGPU: ${found}`, {
    hint: 'Leave out the option provider to run on the CPU',
  });
