// Selective prediction: accuracy as a function of the share of faces answered.
import { checkPredictions, confidences, type Predictions, predictedClasses } from './predictions.ts';

export interface AbstentionPoint {
  /** Faces whose confidence is at least this get an answer. */
  readonly threshold: number;
  /** Share of faces answered. */
  readonly coverage: number;
  /** Share of correct answers. */
  readonly accuracy: number;
}

/** One point per distinct confidence, highest first; the last point answers every face. */
export function abstentionCurve(predictions: Predictions): readonly AbstentionPoint[] {
  checkPredictions(predictions);
  const { labels } = predictions;
  const predicted = predictedClasses(predictions);
  const confidence = confidences(predictions);
  const order = Uint32Array.from(labels, (_, face) => face).sort((a, b) => confidence[b]! - confidence[a]!);
  const points: AbstentionPoint[] = [];
  let right = 0;
  order.forEach((face, index) => {
    right += predicted[face] === labels[face] ? 1 : 0;
    const threshold = confidence[face]!;
    // No threshold separates equal confidences.
    const next = order[index + 1];
    if (next !== undefined && confidence[next] === threshold) return;
    points.push({ threshold, coverage: (index + 1) / labels.length, accuracy: right / (index + 1) });
  });
  return points;
}

/** The strictest point that answers at least this share of the faces; undefined for an empty curve. */
export const pointForCoverage = (curve: readonly AbstentionPoint[], coverage: number): AbstentionPoint | undefined =>
  curve.find((point) => point.coverage >= coverage);

/** The point that answers the most faces with at least this accuracy; undefined if none does. */
export const pointForAccuracy = (curve: readonly AbstentionPoint[], accuracy: number): AbstentionPoint | undefined =>
  curve.findLast((point) => point.accuracy >= accuracy);
