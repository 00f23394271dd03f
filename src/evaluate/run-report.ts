// The record of one run that reports are drawn from: plain data, ready to be kept as JSON.
import type { AbstentionPoint } from '../metrics/abstention.ts';
import type { AbstentionResult } from '../metrics/abstention-rule.ts';
import type { Evaluation } from '../metrics/evaluation.ts';
import type { GroupTable } from '../metrics/group-scores.ts';
import type { McnemarResult } from '../metrics/mcnemar.ts';
import type { ReliabilityBin } from '../metrics/reliability-bins.ts';
import type { ScoreIntervals } from '../metrics/score-intervals.ts';
import type { ConformalResult } from '../metrics/set-scores.ts';
import type { EpochRecord } from './epoch-record.ts';
import type { Explanation } from './explanation.ts';
import type { WordedFace } from './face-words.ts';
import type { MapVerdict } from './faithfulness-record.ts';

export interface RunReport {
  readonly title: string;
  readonly subtitle: string;
  /** What the numbers are of, where that must not be missed: `These numbers are of drawn faces`. */
  readonly notice?: string;
  /** The resolved configuration; nested records are shown under dotted names. */
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly data: DataSummary;
  /** Class weights of the classification loss, where they differ. */
  readonly classWeights?: readonly number[];
  readonly epochs: readonly EpochRecord[];
  /** In the order to be shown. The headline is `validation-selected`, else `last`; `zero-shot` is what it is held against. */
  readonly evaluations: readonly NamedEvaluation[];
  readonly comparisons?: readonly Comparison[];
  readonly abstention?: readonly AbstentionPoint[];
  /** A threshold chosen on validation, and what it does on the headline's faces. */
  readonly abstentionRule?: AbstentionResult;
  readonly calibration?: Calibration;
  /** Prediction sets by one or several scores, calibrated on validation. */
  readonly conformal?: readonly PredictionSets[];
  /** One table for each attribute that faces were grouped by. */
  readonly groups?: readonly GroupTable[];
  readonly faces?: readonly FaceRecord[];
  /** Whole photos with their faces drawn in. */
  readonly photos?: readonly PhotoRecord[];
  /** Whether maps such as those of the faces are true of the run. */
  readonly mapVerdict?: MapVerdict;
  /** The most confident errors; with pictures only where the page may contain them. */
  readonly hardest?: readonly HardFace[];
  readonly licences?: readonly Licence[];
}

export interface PhotoRecord {
  /** A data URL: the photo with its faces drawn in. */
  readonly image: string;
  readonly title: string;
  readonly faces: readonly WordedFace[];
}

export interface DataSummary {
  readonly name: string;
  readonly classes: readonly string[];
  /** Faces of each class, for each split. */
  readonly counts: Readonly<Record<string, readonly number[]>>;
  /** Sentences: the label rule, what was skipped and why. */
  readonly notes: readonly string[];
  readonly fingerprint: string;
}

export interface NamedEvaluation {
  /** `zero-shot`, `last`, `validation-selected`, `best-test-epoch` (as the literature often does it), or another. */
  readonly name: string;
  readonly split: string;
  /** The epoch whose prompts these are. */
  readonly epoch?: number;
  readonly evaluation: Evaluation;
  /** 95 % bootstrap intervals. */
  readonly interval: ScoreIntervals;
}

/** McNemar's test between two evaluations of the same faces, by name. */
export interface Comparison extends McnemarResult {
  readonly first: string;
  readonly second: string;
}

export interface Calibration extends CalibrationScores {
  /** After temperature scaling. */
  readonly scaled?: CalibrationScores & {
    readonly temperature: number;
    /** Fitted within the faces that it was taught by, not on a validation split. */
    readonly crossValidated?: true;
  };
}

export interface CalibrationScores {
  readonly bins: readonly ReliabilityBin[];
  readonly ece: number;
  readonly brier?: number;
  readonly nll?: number;
}

export interface PredictionSets extends ConformalResult {
  /** `lac`, `aps`, or another. */
  readonly name: string;
}

export interface FaceRecord {
  /** A `data:image/...` URL. */
  readonly image: string;
  /** Class index; undefined where it is unknown. */
  readonly label?: number;
  readonly predicted: number;
  /** C probabilities. */
  readonly probabilities: readonly number[];
  readonly heat?: Heat;
  /** Why: drawn instead of `heat` where it is there. */
  readonly explanation?: Explanation;
}

/** A face that is wrong with confidence, everything by name. */
export interface HardFace {
  readonly id: string;
  readonly label: string;
  /** Each model's answer. */
  readonly answers: readonly ModelAnswer[];
  /** A `data:image/...` URL. */
  readonly image?: string | undefined;
}

export interface ModelAnswer {
  /** Which model, where there are several. */
  readonly by?: string | undefined;
  readonly predicted: string;
  /** 0-1 */
  readonly confidence?: number | undefined;
}

/** How much each patch of the face speaks for the predicted class: `rows * columns` numbers, in any unit. */
export interface Heat {
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly number[];
}

export interface Licence {
  readonly subject: string;
  readonly licence: string;
  readonly source?: string;
}
