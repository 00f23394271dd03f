// A recogniser's predictions for named faces, with their logits.
import type { Predictions } from '../metrics/predictions.ts';

export interface SamplePredictions extends Predictions {
  /** [n, C] */
  readonly logits: Float32Array;
  /** Names of the faces, in order. */
  readonly ids: readonly string[];
}
