// The zero-shot performance of a finished model, for its users: scores, calibration, thresholds for abstaining.
import type { Random } from '../../core/random.ts';
import { type AbstentionResult, abstentionResult } from '../../metrics/abstention-rule.ts';
import type { Interval } from '../../metrics/bootstrap.ts';
import { evaluate } from '../../metrics/evaluation.ts';
import type { Predictions } from '../../metrics/predictions.ts';
import { scoreIntervals } from '../../metrics/score-intervals.ts';
import { calibrationTemperature, softmaxRows } from '../../metrics/temperature.ts';

export interface ModelRating {
  readonly n: number;
  /** 0 to 1, with 95 % bootstrap intervals. */
  readonly war: number;
  readonly uar: number;
  readonly intervals: { readonly war: Interval; readonly uar: Interval };
  readonly recalls: readonly { readonly name: string; readonly n: number; readonly recall: number }[];
  /** Divides the logits; fitted on every second face and folded into the model's logit scale. */
  readonly temperature: number;
  /** Expected calibration error on the other faces, before and after scaling. */
  readonly ece: { readonly before: number; readonly after: number };
  /** Thresholds on calibrated probabilities, chosen on every second face and evaluated on the others. */
  readonly abstention: readonly AbstentionResult[];
}

/** Shares of the faces to be answered. */
export const reportedCoverages = [0.95, 0.9, 0.8, 0.7] as const;

/** @param predictions for the validation split @param logits [n, C] from which they were computed */
export function rateModel(predictions: Predictions, logits: Float32Array, random: Random): ModelRating {
  const { war, uar, perClass, n } = evaluate(predictions);
  const width = predictions.classes.length;
  const every = (parity: number) => predictions.labels.flatMap((_, face) => (face % 2 === parity ? [face] : []));
  const rows = (faces: readonly number[]) =>
    Float32Array.from(faces.flatMap((face) => Array.from(logits.subarray(face * width, (face + 1) * width))));
  const labels = (faces: readonly number[]) => faces.map((face) => predictions.labels[face]!);
  const half = (parity: number, divisor: number): Predictions => ({
    classes: predictions.classes,
    labels: labels(every(parity)),
    probabilities: softmaxRows(rows(every(parity)), width, divisor),
  });
  const temperature = calibrationTemperature(rows(every(0)), labels(every(0)), width);
  const [chosenOn, judgedOn] = [half(0, temperature), half(1, temperature)];
  return {
    n,
    war,
    uar,
    intervals: scoreIntervals(predictions, random.split('scores')),
    recalls: perClass.map(({ name, n, recall }) => ({ name, n, recall })),
    temperature,
    ece: { before: evaluate(half(1, 1)).ece, after: evaluate(judgedOn).ece },
    abstention: reportedCoverages.map((coverage) =>
      abstentionResult(chosenOn, judgedOn, { coverage }, random.split('abstention', coverage)),
    ),
  };
}
