// Class folders that were merged into one class, such as `happy`, `Happy` and `joy`, and copies of one image among them.
import type { Dataset, Sample } from '../dataset.ts';
import { className } from '../expressions.ts';

export interface MergedNames {
  readonly className: string;
  /** Names of the folders, in alphabetical order. */
  readonly names: readonly string[];
  /** Sets of images of the same pixels that lie under more than one of these names. */
  readonly duplicates: number;
}

/**
 * Classes whose images come from folders of several names.
 *
 * @param exact sets of samples with the same pixels
 */
export function mergedNames({ classes, samples }: Dataset, exact: readonly (readonly Sample[])[]): MergedNames[] {
  const nameOf = ({ id, label }: Sample): string | undefined =>
    id
      .split('/')
      .slice(0, -1)
      .findLast((part) => className(part) === classes[label]);
  const found = classes.map(() => new Set<string>());
  for (const sample of samples) {
    const name = nameOf(sample);
    if (name !== undefined) found[sample.label]!.add(name);
  }
  return classes.flatMap((merged, label) => {
    const names = [...found[label]!].sort();
    if (names.length < 2) return [];
    const isAcross = (group: readonly Sample[]) =>
      new Set(group.filter((sample) => sample.label === label).map(nameOf)).size > 1;
    return [{ className: merged, names, duplicates: exact.filter(isAcross).length }];
  });
}
