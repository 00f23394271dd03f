// Compares two models on the same faces: McNemar's test, and differences of scores with intervals.
import type { Random } from '../core/random.ts';
import { type Interval, type Statistic, scoreInterval } from './bootstrap.ts';
import type { Confusion } from './confusion.ts';
import { exactDifference } from './exact-difference.ts';
import type { ExactMethod, Outcomes } from './exact-proportion.ts';
import { type McnemarResult, mcnemar } from './mcnemar.ts';
import { meanOver, meanRecallOver, recallOver, rightOf } from './score-statistics.ts';

export interface ComparedFaces {
  /** C class names. */
  readonly classes: readonly string[];
  /** n class indices. */
  readonly labels: readonly number[];
  /** n class indices each, for the same faces in the same order. */
  readonly first: ArrayLike<number>;
  readonly second: ArrayLike<number>;
  /** The person shown in each face, to resample whole people. */
  readonly groups?: readonly string[] | undefined;
}

export interface ScoreDifference {
  readonly first: number;
  readonly second: number;
  /** Second minus first. */
  readonly difference: number;
  /** 95 % interval of the difference by the paired bootstrap: both models are scored on the same drawn faces. */
  readonly interval: Interval;
  /** How the interval was computed where the models differ on too few faces for a bootstrap; else absent. */
  readonly method?: ExactMethod;
}

export interface ClassDifference extends ScoreDifference {
  readonly name: string;
  /** Faces of the class; without any, all numbers are NaN. */
  readonly n: number;
}

/** How two models differ on the same faces. */
export interface ModelComparison {
  readonly n: number;
  readonly mcnemar: McnemarResult;
  readonly war: ScoreDifference;
  readonly uar: ScoreDifference;
  /** Recall of each class, with the interval of the difference. */
  readonly perClass: readonly ClassDifference[];
  readonly bothRight: number;
  readonly bothWrong: number;
  /** Indices of the faces that the models classify differently. */
  readonly disagreements: readonly number[];
  /** `[C, C]` faces by the first model's prediction (rows) and the second's (columns). */
  readonly answers: Confusion;
}

/**
 * Compares two models on the same faces: accuracy and recall of each, differences with intervals, and McNemar's test.
 *
 * @throws MpaferError `shape` if the lists differ in length
 * @example
 * ```ts
 * import { compareModels, random } from 'mpafer';
 * const faces = { classes: ['happy', 'sad'], labels: [0, 0, 1, 1], first: [0, 0, 1, 1], second: [0, 1, 1, 0] };
 * const { war } = compareModels(faces, random(1), 100);
 * console.log(war.first, war.second); // 1 0.5
 * ```
 */
export function compareModels(faces: ComparedFaces, random: Random, resamples = 2000): ModelComparison {
  const { classes, labels, first, second } = faces;
  const test = mcnemar(labels, first, second);
  const [firstRight, secondRight] = [rightOf(labels, first), rightOf(labels, second)];
  const all = labels.map((_, face) => face);
  const changes: Outcomes = { values: all.map((face) => secondRight[face]! - firstRight[face]!), groups: faces.groups };
  /** @param parts faces over which the score is averaged: all, or those of each class */
  const difference = (
    statisticOf: (right: Uint8Array) => Statistic,
    purpose: string,
    parts: readonly (readonly number[])[],
  ): ScoreDifference => {
    const [before, after] = [statisticOf(firstRight), statisticOf(secondRight)];
    const statistic: Statistic = (drawn) => after(drawn) - before(drawn);
    const exact = exactDifference(changes, parts);
    return {
      first: before(all),
      second: after(all),
      difference: statistic(all),
      interval: exact ?? scoreInterval(faces, statistic, { random: random.split('paired', purpose), resamples }),
      ...(exact && { method: 'mover' }),
    };
  };
  const byClass = classes.map((_, index) => all.filter((face) => labels[face] === index));
  const agreedRight = all.filter((face) => firstRight[face] === 1 && secondRight[face] === 1).length;
  return {
    n: labels.length,
    mcnemar: test,
    war: difference(meanOver, 'war', [all]),
    uar: difference(
      (right) => meanRecallOver(right, labels, classes.length),
      'uar',
      byClass.filter((own) => own.length > 0),
    ),
    perClass: classes.map((name, index) => ({
      name,
      n: byClass[index]!.length,
      ...difference((right) => recallOver(right, labels, index), `recall ${index}`, [byClass[index]!]),
    })),
    bothRight: agreedRight,
    bothWrong: labels.length - agreedRight - test.onlyFirst - test.onlySecond,
    answers: classes.map((_, row) =>
      classes.map((_, column) => all.filter((face) => first[face] === row && second[face] === column).length),
    ),
    disagreements: all.filter((face) => first[face] !== second[face]),
  };
}
