// The confidence threshold that a recogniser carries with it: chosen on its validation faces by one rule.
import * as z from 'zod';
import { abstentionCurve } from '../metrics/abstention.ts';
import type { Predictions } from '../metrics/predictions.ts';

/** The threshold of a recogniser and its result on the faces that it was chosen on. */
export interface OwnThreshold {
  /** Faces with less confidence are unsure: 0 to 1, a whole number of hundredths. */
  readonly threshold: number;
  /** Share of the validation faces at or above it. */
  readonly coverage: number;
  /** Share of right answers among those. */
  readonly accuracy: number;
  /** Validation faces, sure or not. */
  readonly faces: number;
}

const share = z.number().min(0).max(1);

/** As a checkpoint holds it. */
export const ownThresholdSchema = z.strictObject({
  threshold: share,
  coverage: share,
  accuracy: share,
  faces: z.int().positive(),
});

/** Of the answers that are not unsure, at least this share was right on validation. */
export const goalAccuracy = 0.9;

/** Fewer answers than these say too little about their accuracy: 30 right of 30 leave 88 to 100 % possible. */
export const fewestAnswers = 30;

/**
 * The lowest whole per cent of confidence at which the answers reach {@link goalAccuracy}. Hundredths, so that a recogniser in half
 * precision has the threshold of the original.
 *
 * @param validation at the temperature of recognition
 * @returns undefined if no threshold leaves {@link fewestAnswers} of that accuracy
 */
export function ownThreshold(validation: Predictions): OwnThreshold | undefined {
  const curve = abstentionCurve(validation);
  const faces = validation.labels.length;
  for (let hundredths = 0; hundredths < 100; hundredths++) {
    const threshold = hundredths / 100;
    const point = curve.findLast((each) => each.threshold >= threshold);
    if (point === undefined || Math.round(point.coverage * faces) < fewestAnswers) return undefined;
    if (point.accuracy >= goalAccuracy) return { threshold, coverage: point.coverage, accuracy: point.accuracy, faces };
  }
  return undefined;
}
