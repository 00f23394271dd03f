// One evaluation as data: scores, the effect of the temperature, and what was chosen on validation and evaluated here.
import { random } from '../core/random.ts';
import type { Dataset, SplitChoice } from '../data/dataset.ts';
import type { GroupedFaces } from '../data/face-groups.ts';
import { fingerprint } from '../data/fingerprint.ts';
import { type Evaluation, evaluate } from '../metrics/evaluation.ts';
import { type GroupTable, groupTable } from '../metrics/group-scores.ts';
import { type ScoreIntervals, scoreIntervals } from '../metrics/score-intervals.ts';
import {
  atTemperature,
  type HeldOutOptions,
  type HeldOutStudy,
  heldOutStudy,
  temperatureOn,
} from './held-out-study.ts';
import type { SamplePredictions } from './sample-predictions.ts';

/** What was evaluated, and the model's predictions. */
export interface JudgementInput {
  readonly run: string;
  /** SPEC of the data. */
  readonly spec: string;
  readonly clip: string;
  /** The class frequencies that plain CLIP assumed. */
  readonly prior?: string | undefined;
  readonly dataset: Dataset;
  readonly split: SplitChoice;
  readonly predictions: SamplePredictions;
  readonly skipped: Readonly<Record<string, number>>;
  /** A warning to show beside the scores: that the run was trained on the faces. */
  readonly warning?: string | undefined;
  /** Predictions on the validation split, where something is chosen on it. */
  readonly validation?: SamplePredictions | undefined;
  /** The run's own; 1 for none. */
  readonly temperature: number;
  /** Whether its temperature was fitted within the faces that it was taught by. */
  readonly taught?: boolean | undefined;
  /** Fit the temperature on the validation faces even if the run has its own. */
  readonly calibrate: boolean;
  readonly wish: HeldOutOptions;
  readonly groups?: GroupedFaces | undefined;
}

export interface Judgement extends JudgementInput, HeldOutStudy {
  /** At temperature 1, as training reports. */
  readonly evaluation: Evaluation;
  readonly interval: ScoreIntervals;
  /** At the temperature that recognition uses, or that was fitted here. */
  readonly calibrated: Evaluation;
  readonly calibratedPredictions: SamplePredictions;
  /** `run`: fitted in training; `cross-validation`: within the faces that it was taught by; `validation`: here; `none`: 1. */
  readonly temperatureFrom: 'run' | 'cross-validation' | 'validation' | 'none';
  readonly groupTables: readonly GroupTable[];
}

export function judge(input: JudgementInput): Judgement {
  const { predictions, validation, wish, groups } = input;
  const draws = random(1);
  const isFitted = validation !== undefined && (input.calibrate || input.temperature === 1);
  const temperature = isFitted ? temperatureOn(validation) : input.temperature;
  const judged = atTemperature(predictions, temperature);
  return {
    ...input,
    temperature,
    temperatureFrom: isFitted ? 'validation' : temperature === 1 ? 'none' : input.taught ? 'cross-validation' : 'run',
    evaluation: evaluate(predictions),
    interval: scoreIntervals(predictions, draws.split('intervals')),
    calibrated: evaluate(judged),
    calibratedPredictions: judged,
    ...(validation && heldOutStudy(atTemperature(validation, temperature), judged, wish, draws.split('held out'))),
    groupTables: (groups?.memberships ?? []).map(({ attribute, membership }) =>
      groupTable(attribute, predictions, membership, draws.split('groups')),
    ),
  };
}

/** The evaluation as a JSON record. Rates are 0-1; values that cannot be computed are null. */
export function judgementRecord(found: Judgement): Readonly<Record<string, unknown>> {
  const { evaluation, calibrated, dataset, split, predictions, interval, skipped, groups, groupTables } = found;
  const { n, war, uar, macroF1, ece, brier, nll, perClass, confusion } = evaluation;
  return {
    data: dataset.name,
    split,
    ...(found.prior !== undefined && { prior: found.prior }),
    fingerprint: fingerprint(dataset),
    ...(found.warning !== undefined && { warning: found.warning }),
    classes: predictions.classes,
    n,
    war,
    uar,
    macroF1,
    interval,
    ece,
    brier,
    nll,
    calibrated: {
      temperature: found.temperature,
      from: found.temperatureFrom,
      ...(found.temperatureFrom === 'validation' && { validationFaces: found.validation!.labels.length }),
      ece: calibrated.ece,
      brier: calibrated.brier,
      nll: calibrated.nll,
    },
    ...(found.abstention && { abstention: found.abstention }),
    ...(found.conformal && { conformal: found.conformal }),
    ...(groups && {
      groups: groupTables,
      groupsFile: {
        unknownFaces: groups.unknown.length,
        such: groups.unknown.slice(0, 5),
        facesNotNamed: groups.unnamed,
      },
    }),
    perClass,
    confusion,
    leftOut: skipped,
  };
}
