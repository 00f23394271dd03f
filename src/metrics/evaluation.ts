// All scores of one set of predictions, under the names the field uses.
import { type ClassScore, classScores, meanOfKnown } from './class-scores.ts';
import { type Confusion, confusion } from './confusion.ts';
import { checkPredictions, type Predictions, predictedClasses } from './predictions.ts';
import { brierScore, negativeLogLikelihood } from './probability-scores.ts';
import { expectedCalibrationError, reliabilityBins } from './reliability-bins.ts';

/** Every rate is 0-1. NaN if it cannot be computed (no faces, a class that does not occur). */
export interface Evaluation {
  /** Faces. */
  readonly n: number;
  /** Weighted average recall: accuracy. */
  readonly war: number;
  /** Unweighted average recall: the mean of the recalls of the classes that occur among the labels (scikit-learn's balanced accuracy). */
  readonly uar: number;
  /** The mean F1 of the classes that occur among labels or predictions. */
  readonly macroF1: number;
  readonly perClass: readonly ClassScore[];
  readonly confusion: Confusion;
  /** Expected calibration error over 15 bins of equal width. */
  readonly ece: number;
  /** Multi-class Brier score, 0-2. */
  readonly brier: number;
  /** Negative log-likelihood in nats; `log C` at chance. */
  readonly nll: number;
}

/**
 * Scores predictions against their labels.
 *
 * @throws MpaferError `shape`, `label` or `data` for predictions that {@link checkPredictions} refuses
 * @example
 * ```ts
 * import { scorePredictions } from 'mpafer';
 * const { war, uar } = scorePredictions({
 *   classes: ['happy', 'sad'],
 *   probabilities: Float64Array.of(0.9, 0.1, 0.6, 0.4, 0.8, 0.2),
 *   labels: [0, 0, 1],
 * });
 * console.log(war.toFixed(2), uar.toFixed(2)); // 0.67 0.50
 * ```
 */
export function evaluate(predictions: Predictions): Evaluation {
  checkPredictions(predictions);
  const { classes, labels } = predictions;
  const counts = confusion(labels, predictedClasses(predictions), classes.length);
  const perClass = classScores(classes, counts);
  const right = counts.reduce((sum, row, index) => sum + row[index]!, 0);
  return {
    n: labels.length,
    war: right / labels.length,
    uar: meanOfKnown(perClass.map(({ recall }) => recall)),
    macroF1: meanOfKnown(perClass.map(({ f1 }) => f1)),
    perClass,
    confusion: counts,
    ece: expectedCalibrationError(reliabilityBins(predictions)),
    brier: brierScore(predictions),
    nll: negativeLogLikelihood(predictions),
  };
}
