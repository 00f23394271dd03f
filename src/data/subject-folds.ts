// The split of a set without one: subjects dealt into folds, one of which is for testing.
import { MpaferError } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import type { Split } from './dataset.ts';
import { stratifiedSplit } from './stratified-split.ts';

export interface SubjectFolds {
  readonly labels: readonly number[];
  /** Who is shown, for each image; no subject is in two splits. */
  readonly subjects: readonly string[];
  /** Into how many parts the subjects are dealt. */
  readonly folds: number;
  /** Which part is the test split, from 0. */
  readonly fold: number;
  /** Share of the images of the other parts whose subjects are for validation. */
  readonly valid: number;
  readonly random: Random;
  /** Sets the draws of one dataset apart from those of another. */
  readonly name: string;
}

/** The split of each image. Over all folds every image is tested once. Throws `usage` for a fold that is none. */
export function subjectFolds({ labels, subjects, folds, fold, valid, random, name }: SubjectFolds): Split[] {
  if (!(Number.isInteger(fold) && fold >= 0 && fold < folds)) {
    throw new MpaferError(
      'usage',
      `Cannot take fold ${fold} of ${folds} folds: the first is 0, the last is ${folds - 1}`,
    );
  }
  const inFold = stratifiedSplit({
    labels,
    groups: subjects,
    fractions: new Array<number>(folds).fill(1),
    random: random.split(`${name} folds`),
  });
  const others = labels.flatMap((_, index) => (inFold[index] === fold ? [] : [index]));
  const held = stratifiedSplit({
    labels: others.map((index) => labels[index]!),
    groups: others.map((index) => subjects[index]!),
    fractions: [1 - valid, valid],
    random: random.split(`${name} validation`, fold),
  });
  const validation = new Set(others.filter((_, position) => held[position] === 1));
  return labels.map((_, index) => (inFold[index] === fold ? 'test' : validation.has(index) ? 'valid' : 'train'));
}
