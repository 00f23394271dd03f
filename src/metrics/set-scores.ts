// Scores of prediction sets: coverage, overall and per class, and size.
import type { Random } from '../core/random.ts';
import { type Interval, scoreInterval } from './bootstrap.ts';
import { classThresholds, conformalThreshold, predictionSets, type Strangeness } from './conformal.ts';
import { type ExactMethod, exactProportion, isSparse } from './exact-proportion.ts';
import { checkPredictions, type Predictions } from './predictions.ts';
import { meanOver } from './score-statistics.ts';

export interface ClassSets {
  readonly name: string;
  readonly n: number;
  /** Share of the class's faces whose set contains it; NaN without faces. */
  readonly coverage: number;
  /** Mean number of classes in the sets of its faces; NaN without faces. */
  readonly meanSize: number;
}

export interface SetScores {
  readonly n: number;
  /** Share of the faces whose set contains the true class. */
  readonly coverage: number;
  /** 95 % interval of the coverage. */
  readonly interval: Interval;
  /** How the interval was computed; absent for a bootstrap interval. */
  readonly method?: ExactMethod;
  readonly meanSize: number;
  /** Number of faces whose set has 0, 1, ... C classes. */
  readonly sizes: readonly number[];
  readonly perClass: readonly ClassSets[];
}

/** The scope of the coverage guarantee: all faces together, or the faces of each class. */
export type PromiseFor = 'all' | 'class';

/** Scores of one class, with its threshold. */
export interface PromisedClass extends ClassSets {
  /** Largest strangeness at which this class is included; 1 includes it in every set. */
  readonly threshold: number;
  readonly validationFaces: number;
}

/** Prediction sets as promised and as observed. */
export interface ConformalResult extends SetScores {
  /** Share of the faces whose set may miss the true class. */
  readonly alpha: number;
  readonly promiseFor: PromiseFor;
  /** Largest strangeness of a class in a set, if the same for all classes. */
  readonly threshold?: number;
  /** Faces on which the threshold or thresholds were chosen. */
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

/** Chooses one threshold, or one per class, on validation faces, and scores the sets of other faces. */
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
