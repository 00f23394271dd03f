// An exponential moving average of the parameters: less noisy than those of the last step, and what the model ships with.
import type { Parameters } from './parameters.ts';

/**
 * average = d average + (1 - d) parameters, in place, with d = min(decay, (1 + step) / (10 + step)), which soon forgets the first steps.
 *
 * @param step number of previous updates
 */
export function moveAverage(average: Parameters, parameters: Parameters, decay: number, step: number): void {
  const keep = Math.min(decay, (1 + step) / (10 + step));
  for (const [name, { data: numbers }] of average) {
    const current = parameters.get(name)!.data;
    for (let i = 0; i < numbers.length; i++) numbers[i] = numbers[i]! + (1 - keep) * (current[i]! - numbers[i]!);
  }
}
