// Stochastic gradient descent with momentum and weight decay, as PyTorch and Dassl step it: no dampening, no Nesterov.
import type { Floats } from './gradient-norm.ts';

export interface SgdOptions {
  readonly momentum: number;
  readonly weightDecay: number;
}

/** The recipe, docs/paper-map.md 4.8. */
export const defaultSgd: SgdOptions = { momentum: 0.9, weightDecay: 5e-4 };

/** One momentum buffer for each parameter array, of its type and length. */
export type SgdState = readonly Floats[];

/** Buffers of zeros. */
export const sgdState = (parameters: readonly Floats[]): SgdState =>
  parameters.map((parameter) =>
    parameter instanceof Float64Array ? new Float64Array(parameter.length) : new Float32Array(parameter.length),
  );

/**
 * One step, in place: buffer = momentum buffer + (factor g + decay w), w = w - rate buffer.
 *
 * @param rate learning rate of this step, > 0
 * @param factor what the gradients are multiplied with first (clipping)
 */
export function sgdStep(
  parameters: readonly Floats[],
  gradients: readonly Floats[],
  state: SgdState,
  { momentum, weightDecay }: SgdOptions,
  rate: number,
  factor = 1,
): void {
  parameters.forEach((parameter, index) => {
    const gradient = gradients[index]!;
    const buffer = state[index]!;
    for (let i = 0; i < parameter.length; i++) {
      buffer[i] = momentum * buffer[i]! + factor * gradient[i]! + weightDecay * parameter[i]!;
      parameter[i] = parameter[i]! - rate * buffer[i]!;
    }
  });
}
