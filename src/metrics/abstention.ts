// What is gained by saying nothing when unsure: accuracy against the part of faces that get an answer.
import { checkPredictions, confidences, type Predictions, predictedClasses } from './predictions.ts';

export interface AbstentionPoint {
  /** Faces whose confidence is at least this get an answer. */
  readonly threshold: number;
  /** Part of all faces that do. */
  readonly coverage: number;
  /** Part of the answers that are right. */
  readonly accuracy: number;
}

/** One point for each distinct confidence, the surest first; the last point answers every face. */
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
    // Equal confidences stand or fall together: no threshold can part them.
    const next = order[index + 1];
    if (next !== undefined && confidence[next] === threshold) return;
    points.push({ threshold, coverage: (index + 1) / labels.length, accuracy: right / (index + 1) });
  });
  return points;
}

/** The strictest point that still answers at least this part of the faces. Undefined of an empty curve. */
export const pointForCoverage = (curve: readonly AbstentionPoint[], coverage: number): AbstentionPoint | undefined =>
  curve.find((point) => point.coverage >= coverage);

/** The point that answers most faces with at least this accuracy; undefined when none reaches it. */
export const pointForAccuracy = (curve: readonly AbstentionPoint[], accuracy: number): AbstentionPoint | undefined =>
  curve.findLast((point) => point.accuracy >= accuracy);
