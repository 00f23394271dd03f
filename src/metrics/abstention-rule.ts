// A confidence threshold for abstaining: chosen on validation faces, evaluated on others.
import type { Random } from '../core/random.ts';
import { type AbstentionPoint, abstentionCurve, pointForAccuracy, pointForCoverage } from './abstention.ts';
import { type Interval, scoreInterval } from './bootstrap.ts';
import { type ExactMethod, exactProportion, isSparse, outcomesOf } from './exact-proportion.ts';
import { checkPredictions, confidences, type Predictions, predictedClasses } from './predictions.ts';
import { meanOver, rightOf } from './score-statistics.ts';

/** The target on validation: the share of faces answered, or the share of answers that are correct. */
export type AbstentionGoal = { readonly coverage: number } | { readonly accuracy: number };

export interface Answering {
  /** Faces whose confidence is at least this get an answer. */
  readonly threshold: number;
  readonly n: number;
  readonly answered: number;
  /** Share of faces answered, and its 95 % interval. */
  readonly coverage: number;
  readonly coverageInterval: Interval;
  /** How the interval was computed; absent for a bootstrap interval. */
  readonly coverageMethod?: ExactMethod;
  /** Share of correct answers, and its interval; NaN without an answer. */
  readonly accuracy: number;
  readonly accuracyInterval: Interval;
  readonly accuracyMethod?: ExactMethod;
}

/** A threshold that was chosen on validation faces, and its result on others. */
export interface AbstentionResult {
  readonly goal: AbstentionGoal;
  /** The chosen point of the validation curve; absent if none reaches the goal. */
  readonly chosen?: AbstentionPoint;
  readonly validationFaces: number;
  /** The threshold's result on other faces; absent without a threshold. */
  readonly result?: Answering;
}

export function answering(predictions: Predictions, threshold: number, random: Random, resamples = 2000): Answering {
  checkPredictions(predictions);
  const n = predictions.labels.length;
  const answers = Uint8Array.from(confidences(predictions), (confidence) => (confidence >= threshold ? 1 : 0));
  const right = rightOf(predictions.labels, predictedClasses(predictions));
  const rightAnswers = right.map((isRight, face) => isRight * answers[face]!);
  const [coverage, found] = [meanOver(answers), meanOver(rightAnswers)];
  const accuracy = (faces: ArrayLike<number>) => found(faces) / coverage(faces);
  const all = Uint32Array.from(answers, (_, face) => face);
  const { groups } = predictions;
  const answeredFaces = Array.from(all).filter((face) => answers[face] === 1);
  const covered = { values: answers, groups };
  const correct = outcomesOf({ values: right, groups }, answeredFaces);
  const exactCoverage = isSparse(covered) ? exactProportion(covered) : undefined;
  const exactAccuracy = isSparse(correct) ? exactProportion(correct) : undefined;
  return {
    threshold,
    n,
    answered: answers.reduce((sum, answer) => sum + answer, 0),
    coverage: coverage(all),
    coverageInterval:
      exactCoverage?.interval ?? scoreInterval(predictions, coverage, { random: random.split('answered'), resamples }),
    ...(exactCoverage && { coverageMethod: exactCoverage.method }),
    accuracy: accuracy(all),
    accuracyInterval:
      exactAccuracy?.interval ??
      scoreInterval(predictions, accuracy, { random: random.split('right answers'), resamples }),
    ...(exactAccuracy && { accuracyMethod: exactAccuracy.method }),
  };
}

/**
 * Chooses a threshold that reaches the goal on validation faces, and scores it on others.
 *
 * @example
 * ```ts
 * import { abstentionResult, random } from 'mpafer';
 * const valid = { classes: ['happy', 'sad'], probabilities: Float64Array.of(0.9, 0.1, 0.6, 0.4, 0.2, 0.8), labels: [0, 1, 1] };
 * const { chosen } = abstentionResult(valid, valid, { accuracy: 0.9 }, random(1), 100);
 * console.log(chosen?.threshold); // 0.8
 * ```
 */
export function abstentionResult(
  validation: Predictions,
  predictions: Predictions,
  goal: AbstentionGoal,
  random: Random,
  resamples = 2000,
): AbstentionResult {
  const curve = abstentionCurve(validation);
  const chosen = 'coverage' in goal ? pointForCoverage(curve, goal.coverage) : pointForAccuracy(curve, goal.accuracy);
  return {
    goal,
    validationFaces: validation.labels.length,
    ...(chosen && { chosen, result: answering(predictions, chosen.threshold, random, resamples) }),
  };
}
