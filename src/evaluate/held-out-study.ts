// Temperature, abstention threshold and prediction sets: chosen on validation faces, evaluated on others.
import type { Random } from '../core/random.ts';
import { type AbstentionGoal, type AbstentionResult, abstentionResult } from '../metrics/abstention-rule.ts';
import { adaptive, leastAmbiguous } from '../metrics/conformal.ts';
import type { Predictions } from '../metrics/predictions.ts';
import { type ConformalResult, conformalResult, type PromiseFor } from '../metrics/set-scores.ts';
import { calibrationTemperature, softmaxRows } from '../metrics/temperature.ts';
import type { SamplePredictions } from './sample-predictions.ts';

/** Conformal scores, by their names in the literature. */
export const conformalScores = { lac: leastAmbiguous, aps: adaptive } as const;

export type ConformalName = keyof typeof conformalScores;

export interface NamedSets extends ConformalResult {
  readonly name: ConformalName;
}

export interface ConformalWish {
  readonly alpha: number;
  readonly scores: readonly ConformalName[];
  /** Whom coverage is guaranteed for, one or both; all faces together by default. */
  readonly promises?: readonly PromiseFor[];
}

export interface HeldOutOptions {
  readonly abstain?: AbstentionGoal | undefined;
  readonly conformal?: ConformalWish | undefined;
}

export interface HeldOutStudy {
  readonly abstention?: AbstentionResult;
  readonly conformal?: readonly NamedSets[];
}

/** The same predictions with probabilities at another temperature. */
export const atTemperature = (predictions: SamplePredictions, temperature: number): SamplePredictions =>
  temperature === 1
    ? predictions
    : {
        ...predictions,
        probabilities: Float32Array.from(softmaxRows(predictions.logits, predictions.classes.length, temperature)),
      };

/** The temperature that calibrates a model on its validation faces. */
export const temperatureOn = ({ logits, labels, classes }: SamplePredictions): number =>
  calibrationTemperature(logits, labels, classes.length);

/** Both sets of faces must be at the temperature of recognition, because thresholds are compared with its probabilities. */
export function heldOutStudy(
  validation: Predictions,
  predictions: Predictions,
  { abstain, conformal }: HeldOutOptions,
  random: Random,
): HeldOutStudy {
  return {
    ...(abstain && { abstention: abstentionResult(validation, predictions, abstain, random.split('abstention')) }),
    ...(conformal && {
      conformal: conformal.scores.flatMap((name) =>
        (conformal.promises ?? (['all'] as const)).map((promiseFor) => {
          const promised = { alpha: conformal.alpha, strangeness: conformalScores[name], promiseFor };
          return { name, ...conformalResult(validation, predictions, promised, random.split('sets', name)) };
        }),
      ),
    }),
  };
}
