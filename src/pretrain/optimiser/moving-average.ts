// An exponential moving average of parameters: steadier than the last step's, and what is shipped.
import type { Parameters } from './parameters.ts';

/**
 * average = d average + (1 - d) parameters, in place, with d = min(decay, (1 + step) / (10 + step)), so that the first steps are soon forgotten.
 *
 * @param step how many averages were taken before
 */
export function moveAverage(average: Parameters, parameters: Parameters, decay: number, step: number): void {
  const keep = Math.min(decay, (1 + step) / (10 + step));
  for (const [name, { data }] of average) {
    const current = parameters.get(name)!.data as Float32Array;
    const numbers = data as Float32Array;
    for (let i = 0; i < numbers.length; i++) numbers[i] = numbers[i]! + (1 - keep) * (current[i]! - numbers[i]!);
  }
}
