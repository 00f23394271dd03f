// How much each class counts in the classification loss: equally, by its number of images, or as configured.

import type { Configuration } from '../configuration/configuration.ts';
import { MpaferError } from '../core/errors.ts';
import { nearestName } from '../core/nearest-name.ts';

/**
 * C weights with mean 1; undefined where all classes count the same.
 *
 * - `inverse-frequency`: `1 / n` of a class with n training images
 * - `effective-number`: `(1 - b) / (1 - b^n)`, b being `effectiveNumberBeta` (Cui et al. 2019): from equal weights at b = 0 to
 *   inverse frequency as b goes to 1
 * - a record by class name: the weights given, 1 for classes it does not name
 *
 * @param counts training images of each class, 1 or more
 * @throws MpaferError `configuration` when the record names an unknown class
 */
export function classWeights(
  { classWeights: rule, effectiveNumberBeta: beta }: Pick<Configuration, 'classWeights' | 'effectiveNumberBeta'>,
  classes: readonly string[],
  counts: readonly number[],
): readonly number[] | undefined {
  switch (rule) {
    case 'none':
      return undefined;
    case 'inverse-frequency':
      return meanOne(counts.map((n) => 1 / n));
    case 'effective-number':
      return meanOne(counts.map((n) => (1 - beta) / (1 - beta ** n)));
    default:
      refuseUnknownClasses(Object.keys(rule), classes);
      return meanOne(classes.map((name) => rule[name] ?? 1));
  }
}

function meanOne(weights: readonly number[]): number[] {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}

function refuseUnknownClasses(names: readonly string[], classes: readonly string[]): void {
  const unknown = names.find((name) => !classes.includes(name));
  if (unknown === undefined) return;
  const near = nearestName(unknown, classes);
  throw new MpaferError('configuration', `Cannot use classWeights: there is no class "${unknown}"`, {
    hint: near === undefined ? `Classes are ${classes.join(', ')}` : `Did you mean "${near}"?`,
  });
}
