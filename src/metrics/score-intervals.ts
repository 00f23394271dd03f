// 95 % intervals of WAR and UAR: of faces, or of people where the predictions say who is who.
import type { Random } from '../core/random.ts';
import { type Interval, type Statistic, scoreInterval } from './bootstrap.ts';
import { checkPredictions, type Predictions, predictedClasses } from './predictions.ts';
import { meanOver, meanRecallOver, rightOf } from './score-statistics.ts';

export interface ScoreIntervals {
  readonly war: Interval;
  readonly uar: Interval;
}

/** Bootstrap intervals of both scores; whole groups are drawn when `predictions.groups` is given. */
export function scoreIntervals(predictions: Predictions, random: Random, resamples = 2000): ScoreIntervals {
  checkPredictions(predictions);
  const { classes, labels } = predictions;
  const right = rightOf(labels, predictedClasses(predictions));
  const interval = (statistic: Statistic, purpose: string) =>
    scoreInterval(predictions, statistic, { random: random.split('bootstrap', purpose), resamples });
  return {
    war: interval(meanOver(right), 'war'),
    uar: interval(meanRecallOver(right, labels, classes.length), 'uar'),
  };
}
