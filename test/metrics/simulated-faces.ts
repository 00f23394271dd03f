// Faces drawn by chance and a model that is neither good nor calibrated, for studies of how often intervals and sets hold.
import { type Random, random } from '../../src/core/random.ts';
import type { Predictions } from '../../src/metrics/predictions.ts';
import { softmaxRows } from '../../src/metrics/temperature.ts';

export interface SimulatedFaces {
  readonly n: number;
  readonly random?: Random;
  /** How many classes; the first occur more often than the last. */
  readonly classes?: number;
  /** How much the label's logit stands out. */
  readonly skill?: number;
  /** Logits are multiplied by it: above 1 the model is too sure of itself. */
  readonly sharpness?: number;
}

export function simulatedFaces(options: SimulatedFaces): Predictions & { readonly logits: Float64Array } {
  const { n, classes = 5, skill = 1.5, sharpness = 2, random: draws = random(1) } = options;
  const labels = Array.from({ length: n }, () => Math.min(draws.integer(classes), draws.integer(classes)));
  const logits = Float64Array.from(
    labels.flatMap((label) =>
      Array.from({ length: classes }, (_, column) => sharpness * (draws.normal() + (column === label ? skill : 0))),
    ),
  );
  return {
    classes: Array.from({ length: classes }, (_, index) => `class ${index}`),
    labels,
    logits,
    probabilities: softmaxRows(logits, classes),
  };
}
