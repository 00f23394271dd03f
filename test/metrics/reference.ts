// The values that scikit-learn and SciPy give, made by tools/metrics-golden.py.
import { readFileSync } from 'node:fs';
import type { Predictions } from '../../src/metrics/predictions.ts';

export interface ReferenceCase {
  readonly name: string;
  readonly classes: number;
  readonly labels: readonly number[];
  readonly probabilities: readonly number[];
  readonly war: number;
  readonly uar: number;
  readonly macroF1: number;
  readonly recall: readonly (number | null)[];
  readonly precision: readonly (number | null)[];
  readonly f1: readonly (number | null)[];
  readonly support: readonly number[];
  readonly confusion: readonly (readonly number[])[];
  readonly ece: number;
  readonly brier: number;
  readonly nll: number;
}

interface Reference {
  readonly cases: readonly ReferenceCase[];
  readonly temperatures: readonly {
    readonly labels: readonly number[];
    readonly logits: readonly number[];
    readonly temperature: number;
    readonly loss: number;
  }[];
  /** Only the first right, only the second right, probability. */
  readonly mcnemar: readonly (readonly [number, number, number])[];
  /** Faces, right ones, the 2.5th and the 97.5th percentile of the bootstrapped accuracy. */
  readonly bootstrap: readonly (readonly [number, number, number, number])[];
  readonly sets: readonly ReferenceSets[];
  /** Two models on the same faces. */
  readonly paired: {
    readonly classes: number;
    readonly labels: readonly number[];
    readonly first: readonly number[];
    readonly second: readonly number[];
  } & Readonly<Record<'war' | 'uar', PairedDifference>>;
}

interface PairedDifference {
  readonly difference: number;
  readonly interval: readonly [number, number];
  /** Standard error of the difference. */
  readonly deviation: number;
}

interface LabelledRows {
  readonly labels: readonly number[];
  readonly probabilities: readonly number[];
}

export interface ReferenceSets {
  readonly strangeness: 'leastAmbiguous' | 'adaptive';
  readonly alpha: number;
  readonly classes: number;
  readonly validation: LabelledRows;
  readonly other: LabelledRows;
  readonly threshold: number;
  readonly sets: readonly number[];
  readonly coverage: number;
  readonly meanSize: number;
  readonly sizes: readonly number[];
  readonly classCoverage: readonly (number | null)[];
  /** Thresholds and sets where the promise is to hold for each class. */
  readonly classThresholds: readonly number[];
  readonly classSets: readonly number[];
}

export const reference: Reference = JSON.parse(
  readFileSync(new URL('../golden/metrics/reference.json', import.meta.url), 'utf8'),
);

export const predictionsOf = ({
  classes,
  labels,
  probabilities,
}: Pick<ReferenceCase, 'classes' | 'labels' | 'probabilities'>): Predictions => ({
  classes: Array.from({ length: classes }, (_, index) => `class ${index}`),
  labels,
  probabilities: Float64Array.from(probabilities),
});

/** Equal up to rounding of the last digits; a null of the reference is NaN here. */
export const isClose = (found: number, wanted: number | null, relative = 1e-12): boolean =>
  wanted === null ? Number.isNaN(found) : Math.abs(found - wanted) <= relative * Math.max(1, Math.abs(wanted));
