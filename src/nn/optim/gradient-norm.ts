// The norm of all gradients together, and the factor that clips it to a limit.

export type Floats = Float32Array | Float64Array;

/** Euclidean norm over all arrays as one vector, summed in float64. */
export function gradientNorm(gradients: readonly Floats[]): number {
  let sum = 0;
  for (const gradient of gradients) for (let i = 0; i < gradient.length; i++) sum += gradient[i]! * gradient[i]!;
  return Math.sqrt(sum);
}

/** min(1, limit / (norm + 1e-6)), PyTorch's rule; 1 where there is no limit. */
export const clipFactor = (norm: number, limit: number | undefined): number =>
  limit === undefined ? 1 : Math.min(1, limit / (norm + 1e-6));
