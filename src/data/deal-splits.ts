// The split of each image where the data do not say it: taken out of training, or dealt from all.
import type { Random } from '../core/random.ts';
import { type Split, splits } from './dataset.ts';
import { stratifiedSplit } from './stratified-split.ts';

export interface Dealable {
  /** What the data say; undefined where they say nothing. */
  readonly split: Split | undefined;
  readonly className: string;
  /** Whoever must stay in one split. */
  readonly group?: string | undefined;
}

export interface DealOptions {
  readonly random: Random;
  /** Share for validation, of the training images where there are splits, of all where there are none. */
  readonly valid: number;
  /** Share for the test split, of all images, where there are no splits. */
  readonly test: number;
  /** What would say the split, for the notes: `folders`, `column`. */
  readonly by: string;
}

/**
 * The split of each image, in their order. Where the data name splits, only a missing validation split is dealt, out of
 * the training images; where they name none, all three are. Stratified by class; a group stays together.
 *
 * @param notes gets one sentence about what was dealt
 */
export function dealSplits(images: readonly Dealable[], options: DealOptions, notes: string[]): Split[] {
  const { valid, test, random, by } = options;
  const named = images.some(({ split }) => split !== undefined);
  const result = images.map(({ split }): Split => split ?? 'train');
  const free = images.flatMap((_, index) => (result[index] === 'train' ? [index] : []));
  if (free.length === 0 || (named && (valid === 0 || images.some(({ split }) => split === 'valid')))) return result;
  const labels = new Map<string, number>();
  for (const { className } of images) if (!labels.has(className)) labels.set(className, labels.size);
  const grouped = images.some(({ group }) => group !== undefined);
  const parts = stratifiedSplit({
    labels: free.map((index) => labels.get(images[index]!.className)!),
    groups: free.map((index) => images[index]!.group),
    fractions: named ? [1 - valid, valid, 0] : [1 - valid - test, valid, test],
    random,
  });
  free.forEach((index, position) => {
    result[index] = splits[parts[position]!]!;
  });
  const count = (split: Split) => free.filter((index) => result[index] === split).length;
  const how = grouped ? 'stratified by class, no group in two splits' : 'stratified by class';
  notes.push(
    named
      ? `valid: no such ${by.replace(/s$/, '')}, took ${count('valid')} of ${free.length} training images, ${how}`
      : `no split ${by}: dealt ${count('train')} train, ${count('valid')} valid, ${count('test')} test, ${how}`,
  );
  return result;
}
