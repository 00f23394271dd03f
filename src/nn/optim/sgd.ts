// Stochastic gradient descent with momentum and weight decay, as PyTorch and Dassl step it: no dampening, no Nesterov.
import type { Floats } from './gradient-norm.ts';

export interface SgdOptions {
  readonly momentum: number;
  readonly weightDecay: number;
}

/** The recipe, docs/paper-map.md 4.8. */
export const defaultSgd: SgdOptions = { momentum: 0.9, weightDecay: 5e-4 };

/** One step's settings. */
export interface SgdStep extends SgdOptions {
  /** Learning rate of this step, > 0. */
  readonly rate: number;
  /** Multiplies the gradient first (clipping); 1 by default. */
  readonly factor?: number;
}

/** A momentum buffer of zeros, of the parameter's type and length. */
export const sgdBuffer = <F extends Floats>(parameter: F): F => parameter.slice().fill(0) as F;

/**
 * One step in place: buffer = momentum buffer + (factor g + decay w), w = w - rate buffer.
 *
 * @param parameter w
 * @param buffer momentum buffer of this parameter, kept between steps
 * @param gradient g, of the same length
 */
export function sgdStep(
  parameter: Floats,
  buffer: Floats,
  gradient: Floats,
  { momentum, weightDecay, rate, factor = 1 }: SgdStep,
): void {
  for (let i = 0; i < parameter.length; i++) {
    buffer[i] = momentum * buffer[i]! + factor * gradient[i]! + weightDecay * parameter[i]!;
    parameter[i] = parameter[i]! - rate * buffer[i]!;
  }
}
