// AdamW: steps scaled by running moments of the gradient, decay applied to the weights themselves (Loshchilov and Hutter).
import type { Floats } from './gradient-norm.ts';

export interface AdamwOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export const defaultAdamw: AdamwOptions = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** First and second moments of each parameter array, and how many steps were made. */
export interface AdamwState {
  step: number;
  readonly first: readonly Floats[];
  readonly second: readonly Floats[];
}

export const adamwState = (parameters: readonly Floats[]): AdamwState => ({
  step: 0,
  first: parameters.map(({ length }) => new Float32Array(length)),
  second: parameters.map(({ length }) => new Float32Array(length)),
});

/** One step's settings. */
export interface AdamwStep extends AdamwOptions {
  /** Learning rate of this step, > 0. */
  readonly rate: number;
  /** Weight decay of each parameter array; by convention 0 for biases, norms and embeddings. */
  readonly decays: readonly number[];
  /** Multiplies the gradients first (clipping); 1 by default. */
  readonly factor?: number;
}

/** One step, in place. `gradients` and the moments in `state` are in the order of `parameters`. */
export function adamwStep(
  parameters: readonly Floats[],
  gradients: readonly Floats[],
  state: AdamwState,
  { beta1, beta2, epsilon, rate, decays, factor = 1 }: AdamwStep,
): void {
  state.step += 1;
  const correction1 = 1 - beta1 ** state.step;
  const correction2 = Math.sqrt(1 - beta2 ** state.step);
  const size = rate / correction1;
  parameters.forEach((parameter, index) => {
    const gradient = gradients[index]!;
    const first = state.first[index]!;
    const second = state.second[index]!;
    const keep = 1 - rate * decays[index]!;
    for (let i = 0; i < parameter.length; i++) {
      const g = factor * gradient[i]!;
      const m = beta1 * first[i]! + (1 - beta1) * g;
      const v = beta2 * second[i]! + (1 - beta2) * g * g;
      first[i] = m;
      second[i] = v;
      parameter[i] = keep * parameter[i]! - (size * m) / (Math.sqrt(v) / correction2 + epsilon);
    }
  });
}
