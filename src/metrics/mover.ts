// The interval of a sum of independent estimates from their own intervals (MOVER).
import type { Interval } from './bootstrap.ts';

export interface Term {
  readonly weight: number;
  readonly estimate: number;
  readonly interval: Interval;
}

/**
 * Method of variance estimates recovery (Zou and Donner 2008; for the difference of two proportions Newcombe 1998, method
 * 10): the distances from each estimate to the ends of its interval add up like standard deviations.
 */
export function moverInterval(terms: readonly Term[]): Interval {
  let [sum, below, above] = [0, 0, 0];
  for (const { weight, estimate, interval } of terms) {
    const [low, high] = weight < 0 ? [interval[1], interval[0]] : interval;
    sum += weight * estimate;
    below += (weight * (estimate - low)) ** 2;
    above += (weight * (high - estimate)) ** 2;
  }
  return [sum - Math.sqrt(below), sum + Math.sqrt(above)];
}
