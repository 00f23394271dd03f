// Mixup (Zhang et al. 2018): blends each image of a batch with another, and their targets likewise.
import type { Random } from '../../core/random.ts';

/** Mixed in place: `pixels` [B, ...] and `targets` [B, C]. */
export interface Mixable {
  readonly pixels: Float32Array;
  readonly targets: Float32Array;
  readonly size: number;
}

/** Blends image b with image partner[b] with one weight per batch, drawn from Beta(alpha, alpha). Returns the weight. */
export function mixup({ pixels, targets, size }: Mixable, alpha: number, random: Random): number {
  const share = beta(alpha, random);
  const partner = random.permutation(size);
  for (const values of [pixels, targets]) {
    const length = values.length / size;
    const original = values.slice();
    for (let row = 0; row < size; row++) {
      const other = partner[row]! * length;
      const own = row * length;
      for (let at = 0; at < length; at++) {
        values[own + at] = share * original[own + at]! + (1 - share) * original[other + at]!;
      }
    }
  }
  return share;
}

/** Beta(alpha, alpha) as a ratio of two Gamma draws. */
function beta(alpha: number, random: Random): number {
  const first = gamma(alpha, random);
  const second = gamma(alpha, random);
  return first + second > 0 ? first / (first + second) : 1;
}

/** Gamma(shape, 1) by Marsaglia and Tsang (2000); for a shape below 1, sample shape + 1 and scale. */
function gamma(shape: number, random: Random): number {
  if (shape < 1) return gamma(shape + 1, random) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
