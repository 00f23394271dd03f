// What prediction sets are worth: how often they hold the truth, overall and of each class, and how large they are.
import type { Random } from '../core/random.ts';
import { type Interval, scoreInterval } from './bootstrap.ts';
import { classThresholds, conformalThreshold, predictionSets, type Strangeness } from './conformal.ts';
import { type ExactMethod, exactProportion, isSparse } from './exact-proportion.ts';
import { checkPredictions, type Predictions } from './predictions.ts';
import { meanOver } from './score-statistics.ts';

export interface ClassSets {
  readonly name: string;
  readonly n: number;
  /** Part of the class's faces whose set holds it; NaN of none. */
  readonly coverage: number;
  /** Mean number of classes in the sets of its faces; NaN of none. */
  readonly meanSize: number;
}

export interface SetScores {
  readonly n: number;
  /** Part of the faces whose set holds the truth. */
  readonly coverage: number;
  /** 95 % interval of the coverage. */
  readonly interval: Interval;
  /** How the interval was computed; absent for a bootstrap interval. */
  readonly method?: ExactMethod;
  readonly meanSize: number;
  /** Faces whose set holds 0, 1, ... C classes. */
  readonly sizes: readonly number[];
  readonly perClass: readonly ClassSets[];
}

/** For whom the promise holds: for faces of all classes together, or for the faces of each class. */
export type PromiseFor = 'all' | 'class';

/** A class of sets as they were promised. */
export interface PromisedClass extends ClassSets {
  /** Largest strangeness with which this class is in a set; 1 is in every set. */
  readonly threshold: number;
  readonly validationFaces: number;
}

/** Sets as they were promised and as they turned out. */
export interface ConformalResult extends SetScores {
  /** Part of the faces whose set may miss the truth. */
  readonly alpha: number;
  readonly promiseFor: PromiseFor;
  /** Largest strangeness of a class in a set, where it is one for all classes. */
  readonly threshold?: number;
  /** Faces that the threshold was chosen on, or the thresholds. */
  readonly validationFaces: number;
  readonly perClass: readonly PromisedClass[];
}

export interface Promised {
  readonly alpha: number;
  readonly strangeness: Strangeness;
  readonly promiseFor?: PromiseFor;
}

/** @param sets `[n, C]`, 1 where a class is in a face's set */
export function setScores(predictions: Predictions, sets: Uint8Array, random: Random, resamples = 2000): SetScores {
  checkPredictions(predictions);
  const { classes, labels } = predictions;
  const width = classes.length;
  const held = Uint8Array.from(labels, (label, face) => sets[face * width + label]!);
  const size = Uint32Array.from(labels, (_, face) =>
    sets.subarray(face * width, (face + 1) * width).reduce((sum, isIn) => sum + isIn, 0),
  );
  const over = (values: ArrayLike<number>, faces: readonly number[]) => meanOver(values)(faces);
  const all = labels.map((_, face) => face);
  const outcomes = { values: held, groups: predictions.groups };
  const exact = isSparse(outcomes) ? exactProportion(outcomes) : undefined;
  return {
    n: labels.length,
    coverage: over(held, all),
    interval:
      exact?.interval ?? scoreInterval(predictions, meanOver(held), { random: random.split('coverage'), resamples }),
    ...(exact && { method: exact.method }),
    meanSize: over(size, all),
    sizes: Array.from({ length: width + 1 }, (_, wanted) => size.filter((own) => own === wanted).length),
    perClass: classes.map((name, index) => {
      const own = all.filter((face) => labels[face] === index);
      return { name, n: own.length, coverage: over(held, own), meanSize: over(size, own) };
    }),
  };
}

/** Chooses the threshold on validation faces, or one for each class, and scores the sets of others. */
export function conformalResult(
  validation: Predictions,
  predictions: Predictions,
  { alpha, strangeness, promiseFor = 'all' }: Promised,
  random: Random,
  resamples = 2000,
): ConformalResult {
  const threshold =
    promiseFor === 'all'
      ? conformalThreshold(validation, alpha, strangeness)
      : classThresholds(validation, alpha, strangeness);
  const scores = setScores(predictions, predictionSets(predictions, threshold, strangeness), random, resamples);
  return {
    alpha,
    promiseFor,
    ...(typeof threshold === 'number' && { threshold }),
    validationFaces: validation.labels.length,
    ...scores,
    perClass: scores.perClass.map((own, index) => ({
      ...own,
      threshold: typeof threshold === 'number' ? threshold : threshold[index]!,
      validationFaces: validation.labels.filter((label) => label === index).length,
    })),
  };
}
