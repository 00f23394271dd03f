// Where an engine runs its programs: on processors, or on a GPU by WebGPU.
import { MpaferError } from '../core/errors.ts';
import type { Provider } from '../onnx/model.ts';

export interface ProviderOptions {
  /** On processors (`cpu`, the default) or on a GPU (`webgpu`). */
  readonly provider?: Provider;
  /**
   * Whether operators that the GPU has no kernel for may run on processors: those of quantised graphs, and whole numbers. Default true;
   * with false a graph that needs one is refused when it is compiled.
   */
  readonly fallback?: boolean;
}

/** What a worker is told of it. */
export type ProviderSettings = Required<ProviderOptions>;

export const providerSettings = ({ provider = 'cpu', fallback = true }: ProviderOptions): ProviderSettings => ({
  provider,
  fallback,
});

/** @param found what was looked for in vain */
export const noGpu = (found: string): MpaferError =>
  new MpaferError('host', `Cannot run on WebGPU: ${found}`, {
    hint: 'Leave the option provider out to run on processors',
  });
