// 95 % intervals of WAR and UAR, over faces or, if known, over people.
import type { Random } from '../core/random.ts';
import { type Interval, type Statistic, scoreInterval } from './bootstrap.ts';
import {
  type ExactMethod,
  exactProportion,
  hasInterval,
  isSparse,
  type Outcomes,
  outcomesOf,
} from './exact-proportion.ts';
import { moverInterval } from './mover.ts';
import { checkPredictions, type Predictions, predictedClasses } from './predictions.ts';
import { meanOver, meanRecallOver, rightOf } from './score-statistics.ts';

export interface ScoreIntervals {
  readonly war: Interval;
  readonly uar: Interval;
  /** How each was computed; absent for bootstrap intervals. */
  readonly method?: { readonly war?: ExactMethod; readonly uar?: ExactMethod };
}

/**
 * Bootstrap intervals of both scores, resampling whole groups if `predictions.groups` is given. If too few faces (or people)
 * are right, or wrong, for a bootstrap, WAR gets an exact interval, and UAR combines the exact intervals of its classes.
 * A single group says nothing about others: `[NaN, NaN]`.
 */
export function scoreIntervals(predictions: Predictions, random: Random, resamples = 2000): ScoreIntervals {
  checkPredictions(predictions);
  const { classes, labels, groups } = predictions;
  const right = rightOf(labels, predictedClasses(predictions));
  const interval = (statistic: Statistic, purpose: string) =>
    scoreInterval(predictions, statistic, { random: random.split('bootstrap', purpose), resamples });
  const all: Outcomes = { values: right, groups };
  const war = isSparse(all) ? exactProportion(all) : undefined;
  const recalls = recallOutcomes(all, labels, classes.length);
  const uar = war || (hasInterval(all) && recalls.every(isConstant)) ? exactMean(recalls) : undefined;
  return {
    war: war?.interval ?? interval(meanOver(right), 'war'),
    uar: uar ?? interval(meanRecallOver(right, labels, classes.length), 'uar'),
    ...((war || uar) && { method: { ...(war && { war: war.method }), ...(uar && { uar: 'mover' as const }) } }),
  };
}

/** The outcomes of each class that occurs. */
const recallOutcomes = (all: Outcomes, labels: readonly number[], classCount: number): readonly Outcomes[] => {
  const faces = Array.from({ length: classCount }, (): number[] => []);
  labels.forEach((label, face) => {
    faces[label]!.push(face);
  });
  return faces.filter((own) => own.length > 0).map((own) => outcomesOf(all, own));
};

/** All right or all wrong: the recall of such a class is the same in every resample. */
const isConstant = ({ values }: Outcomes): boolean => Array.from(values).every((value) => value === values[0]);

/** The interval of the mean of proportions that do not depend on each other. */
const exactMean = (proportions: readonly Outcomes[]): Interval =>
  moverInterval(proportions.map((outcomes) => ({ weight: 1 / proportions.length, ...exactProportion(outcomes) })));
