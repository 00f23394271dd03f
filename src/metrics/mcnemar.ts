// McNemar's exact two-sided test of whether two models differ on the same faces.
import { MpaferError } from '../core/errors.ts';

export interface McnemarResult {
  /** Faces that only the first model gets right. */
  readonly onlyFirst: number;
  /** Faces that only the second gets right. */
  readonly onlySecond: number;
  /** Probability of a split at least this uneven if both were equally good. */
  readonly p: number;
}

/** Compares the classes that two models predict for the same n faces. */
export function mcnemar(labels: ArrayLike<number>, first: ArrayLike<number>, second: ArrayLike<number>): McnemarResult {
  if (first.length !== labels.length || second.length !== labels.length) {
    throw new MpaferError(
      'shape',
      `Cannot compare predictions of ${first.length} and ${second.length} faces over ${labels.length} labels; expected the same faces`,
    );
  }
  let [onlyFirst, onlySecond] = [0, 0];
  for (let face = 0; face < labels.length; face++) {
    const [firstRight, secondRight] = [first[face] === labels[face], second[face] === labels[face]];
    if (firstRight && !secondRight) onlyFirst += 1;
    if (secondRight && !firstRight) onlySecond += 1;
  }
  return { onlyFirst, onlySecond, p: mcnemarProbability(onlyFirst, onlySecond) };
}

/** Twice the lower tail of the binomial distribution of `onlyFirst + onlySecond` fair coins, at most 1. */
export function mcnemarProbability(onlyFirst: number, onlySecond: number): number {
  const coins = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  // The most even split possible: every other is at least as uneven.
  if (coins - 2 * fewer <= 1) return 1;
  // The largest term by logarithms, the smaller ones by their ratio to it, so that no count overflows.
  let logTerm = -coins * Math.LN2;
  for (let heads = 1; heads <= fewer; heads++) logTerm += Math.log((coins - heads + 1) / heads);
  let [ratio, sum] = [1, 0];
  for (let heads = fewer; heads >= 0 && ratio > sum * Number.EPSILON; heads--) {
    sum += ratio;
    ratio *= heads / (coins - heads + 1);
  }
  return Math.min(1, 2 * Math.exp(logTerm + Math.log(sum)));
}
