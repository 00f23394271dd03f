// Split-conformal prediction: sets of classes with guaranteed coverage, calibrated on validation faces.
import { MpaferError } from '../core/errors.ts';
import { checkPredictions, type Predictions } from './predictions.ts';

/** Nonconformity score of each class for a face, from its C probabilities: 0 (conforming) to 1. */
export type Strangeness = (probabilities: ArrayLike<number>) => Float64Array;

/**
 * `1 - p`, the score of LAC (Sadinle, Lei and Wasserman 2019): the smallest sets on average. A face that fits no class
 * gets an empty set.
 */
export const leastAmbiguous: Strangeness = (probabilities) =>
  Float64Array.from(probabilities, (probability) => 1 - probability);

/**
 * The total probability of all more probable classes, the score of APS (Romano, Sesia and Candes 2020) without
 * randomisation: larger sets, never empty, and hard faces are covered nearly as often as easy ones. Ties count the first
 * class as more probable.
 */
export const adaptive: Strangeness = (probabilities) => {
  const order = Array.from(probabilities, (_, column) => column).sort((a, b) => probabilities[b]! - probabilities[a]!);
  const scores = new Float64Array(order.length);
  let before = 0;
  for (const column of order) {
    scores[column] = Math.min(before, 1);
    before += probabilities[column]!;
  }
  return scores;
};

/**
 * The largest strangeness that a class in a set may have: the `ceil((n + 1)(1 - alpha))`-th smallest of the n true
 * classes' (Papadopoulos et al. 2002). Its sets contain the true class of a new face with probability at least `1 - alpha`, if
 * validation faces and new faces are exchangeable. With fewer than `1 / alpha - 1` faces the threshold is 1: every class.
 *
 * @param alpha miscoverage: share of the faces whose set may miss the true class, above 0 and below 1
 * @throws MpaferError `usage` for another alpha, and what {@link checkPredictions} throws
 */
export function conformalThreshold(validation: Predictions, alpha: number, strangeness: Strangeness): number {
  return quantile(truthScores(validation, alpha, strangeness), alpha);
}

/**
 * A threshold for each class from its own validation faces, C in all (Mondrian or class-conditional conformal prediction,
 * Vovk et al. 2003): the guarantee then holds for the faces of every class, rare and hard ones included. The price is larger
 * sets, and a class with fewer than `1 / alpha - 1` validation faces gets 1: it is in every set.
 *
 * @param alpha miscoverage: share of the faces of each class whose set may miss the true class, above 0 and below 1
 * @throws MpaferError as {@link conformalThreshold}
 */
export function classThresholds(validation: Predictions, alpha: number, strangeness: Strangeness): Float64Array {
  const scores = truthScores(validation, alpha, strangeness);
  return Float64Array.from(validation.classes, (_, index) =>
    quantile(
      scores.filter((_, face) => validation.labels[face] === index),
      alpha,
    ),
  );
}

/** Nonconformity of each face's true class. */
function truthScores(validation: Predictions, alpha: number, strangeness: Strangeness): Float64Array {
  if (!(alpha > 0 && alpha < 1)) {
    throw new MpaferError('usage', `Cannot compute prediction sets: alpha is ${alpha}; expected above 0 and below 1`);
  }
  checkPredictions(validation);
  const width = validation.classes.length;
  return Float64Array.from(
    validation.labels,
    (label, face) => strangeness(validation.probabilities.subarray(face * width, (face + 1) * width))[label]!,
  );
}

function quantile(scores: Float64Array, alpha: number): number {
  // Rounding may push (n + 1)(1 - alpha) just above a whole number, which must not raise the rank.
  const rank = Math.ceil((scores.length + 1) * (1 - alpha) - 1e-9);
  return rank > scores.length ? 1 : scores.toSorted()[rank - 1]!;
}

/**
 * `[n, C]`, row by row: 1 where a class is in a face's set.
 *
 * @param threshold one for all classes, or one per class
 */
export function predictionSets(
  { classes, probabilities }: Pick<Predictions, 'classes' | 'probabilities'>,
  threshold: number | ArrayLike<number>,
  strangeness: Strangeness,
): Uint8Array {
  const width = classes.length;
  const limit = (column: number) => (typeof threshold === 'number' ? threshold : threshold[column]!);
  const sets = new Uint8Array(probabilities.length);
  for (let start = 0; start < sets.length; start += width) {
    strangeness(probabilities.subarray(start, start + width)).forEach((score, column) => {
      if (score <= limit(column)) sets[start + column] = 1;
    });
  }
  return sets;
}
