// 95 % intervals of WAR and UAR: of faces, or of people where the predictions say who is who.
import type { Random } from '../core/random.ts';
import { bootstrapInterval, groupedBootstrapInterval, type Interval, type Statistic } from './bootstrap.ts';
import { checkPredictions, type Predictions, predictedClasses } from './predictions.ts';

export interface ScoreIntervals {
  readonly war: Interval;
  readonly uar: Interval;
}

/** Bootstrap intervals of both scores; whole groups are drawn when `predictions.groups` is given. */
export function scoreIntervals(predictions: Predictions, random: Random, resamples = 2000): ScoreIntervals {
  checkPredictions(predictions);
  const { classes, labels, groups } = predictions;
  const predicted = predictedClasses(predictions);
  const right = Uint8Array.from(labels, (label, face) => (label === predicted[face] ? 1 : 0));
  const interval = (statistic: Statistic, purpose: string) => {
    const options = { random: random.split('bootstrap', purpose), resamples };
    return groups
      ? groupedBootstrapInterval(groups, statistic, options)
      : bootstrapInterval(labels.length, statistic, options);
  };
  return { war: interval(accuracyOf(right), 'war'), uar: interval(meanRecallOf(right, labels, classes.length), 'uar') };
}

const accuracyOf = (right: Uint8Array) => (faces: ArrayLike<number>) => {
  let sum = 0;
  for (let draw = 0; draw < faces.length; draw++) sum += right[faces[draw]!]!;
  return sum / faces.length;
};

/** Classes that a resample misses are left out of its mean, as in `evaluate`. */
const meanRecallOf = (right: Uint8Array, labels: readonly number[], classCount: number) => {
  const [seen, found] = [new Float64Array(classCount), new Float64Array(classCount)];
  return (faces: ArrayLike<number>) => {
    seen.fill(0);
    found.fill(0);
    for (let draw = 0; draw < faces.length; draw++) {
      const face = faces[draw]!;
      const label = labels[face]!;
      seen[label] = seen[label]! + 1;
      found[label] = found[label]! + right[face]!;
    }
    let [sum, present] = [0, 0];
    for (let label = 0; label < classCount; label++) {
      if (seen[label] === 0) continue;
      sum += found[label]! / seen[label]!;
      present += 1;
    }
    return sum / present;
  };
};
