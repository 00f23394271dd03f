// Scores per group of faces, the worst group, and its gap to the best.
import type { Random } from '../core/random.ts';
import { type BootstrapOptions, type Interval, type Statistic, scoreInterval } from './bootstrap.ts';
import { evaluate } from './evaluation.ts';
import type { ExactMethod } from './exact-proportion.ts';
import { moverInterval } from './mover.ts';
import { facesOf, type Predictions, predictedClasses } from './predictions.ts';
import { type ScoreIntervals, scoreIntervals } from './score-intervals.ts';
import { meanOver, meanRecallOver, rightOf } from './score-statistics.ts';

/** Smaller groups are shown but not ranked: their scores are mostly noise. */
export const fewestToRank = 10;

export interface GroupScore {
  readonly name: string;
  readonly n: number;
  /** Classes that occur among its faces; UAR is the mean over these only. */
  readonly classes: number;
  readonly war: number;
  readonly uar: number;
  readonly interval: ScoreIntervals;
}

export interface GroupGap {
  readonly worst: string;
  readonly best: string;
  /** Best minus worst. */
  readonly gap: number;
  /**
   * 95 % interval of the difference of these two groups. They were picked as the extremes of the same faces, so it leans
   * to the large side.
   */
  readonly interval: Interval;
  /** How the interval was computed; absent for a bootstrap interval. */
  readonly method?: ExactMethod;
}

export interface GroupTable {
  /** Name of the attribute: the column of the groups file. */
  readonly attribute: string;
  readonly groups: readonly GroupScore[];
  /** Faces without an entry. */
  readonly withoutGroup: number;
  /** Between groups of at least {@link fewestToRank} faces; absent with fewer than two such groups. */
  readonly war?: GroupGap;
  readonly uar?: GroupGap;
}

/** @param membership the group of each face; undefined if unknown */
export function groupTable(
  attribute: string,
  predictions: Predictions,
  membership: readonly (string | undefined)[],
  random: Random,
  resamples = 2000,
): GroupTable {
  const names = [...new Set(membership.filter((name) => name !== undefined))].sort();
  const groups = names.map((name): GroupScore => {
    const own = facesOf(
      predictions,
      membership.flatMap((group, face) => (group === name ? [face] : [])),
    );
    const { n, war, uar, perClass } = evaluate(own);
    const interval = scoreIntervals(own, random.split('group', attribute, name), resamples);
    return { name, n, classes: perClass.filter((score) => score.n > 0).length, war, uar, interval };
  });
  const right = rightOf(predictions.labels, predictedClasses(predictions));
  const gap = (key: 'war' | 'uar', statistic: Statistic) =>
    gapOf(key, groups, membership, predictions, statistic, {
      random: random.split('gap', attribute, key),
      resamples,
    });
  const war = gap('war', meanOver(right));
  const uar = gap('uar', meanRecallOver(right, predictions.labels, predictions.classes.length));
  const withoutGroup = membership.filter((name) => name === undefined).length;
  return { attribute, groups, withoutGroup, ...(war && { war }), ...(uar && { uar }) };
}

function gapOf(
  key: 'war' | 'uar',
  groups: readonly GroupScore[],
  membership: readonly (string | undefined)[],
  predictions: Predictions,
  statistic: Statistic,
  options: BootstrapOptions,
): GroupGap | undefined {
  const ranked = groups.filter(({ n }) => n >= fewestToRank).toSorted((a, b) => a[key] - b[key]);
  const [worst, best] = [ranked[0], ranked.at(-1)];
  if (worst === undefined || best === undefined || worst === best) return undefined;
  const gap = best[key] - worst[key];
  if (best.interval.method?.[key] ?? worst.interval.method?.[key]) {
    // A group that is all right stays so in every resample, so the gap combines the two groups' intervals.
    const term = (weight: number, group: GroupScore) => ({
      weight,
      estimate: group[key],
      interval: group.interval[key],
    });
    const interval = moverInterval([term(1, best), term(-1, worst)]);
    return { worst: worst.name, best: best.name, gap, interval, method: 'mover' };
  }
  // All faces are resampled together, so that a person in both groups is drawn for both.
  const among = (name: string, faces: ArrayLike<number>) =>
    statistic(Uint32Array.from(faces).filter((face) => membership[face] === name));
  const difference: Statistic = (faces) => among(best.name, faces) - among(worst.name, faces);
  const interval = scoreInterval(predictions, difference, options);
  return { worst: worst.name, best: best.name, gap, interval };
}
