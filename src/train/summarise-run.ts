// A finished run as plain data: what a report shows and a table holds.

import type { Configuration } from '../configuration/configuration.ts';
import type { Random } from '../core/random.ts';
import { countsPerClass, type Dataset, splits } from '../data/dataset.ts';
import { fingerprint } from '../data/fingerprint.ts';
import type { MapVerdict } from '../evaluate/faithfulness-record.ts';
import { hardFaces } from '../evaluate/hard-faces.ts';
import { atTemperature, type HeldOutOptions, heldOutStudy } from '../evaluate/held-out-study.ts';
import type { Judgement } from '../evaluate/judgement.ts';
import type { Calibration, Comparison, DataSummary, FaceRecord, RunReport } from '../evaluate/run-report.ts';
import type { SamplePredictions } from '../evaluate/sample-predictions.ts';
import { headlineResult, type SplitResult } from '../evaluate/split-result.ts';
import { abstentionCurve } from '../metrics/abstention.ts';
import { type Evaluation, evaluate } from '../metrics/evaluation.ts';
import { mcnemar } from '../metrics/mcnemar.ts';
import { predictedClasses } from '../metrics/predictions.ts';
import { expectedCalibrationError, reliabilityBins } from '../metrics/reliability-bins.ts';
import { scoreIntervals } from '../metrics/score-intervals.ts';
import { classWeights } from './class-weights.ts';
import type { FinishedEvent } from './train-event.ts';

export interface RunDescription {
  readonly title: string;
  readonly subtitle: string;
  readonly notice?: string;
  readonly dataset: Dataset;
  readonly configuration: Configuration;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly faces?: readonly FaceRecord[];
  /** Whether the maps of the faces are true of the run, where that was measured. */
  readonly mapVerdict?: MapVerdict;
}

/** Names as the field reads them. */
const shownNames = {
  'zero-shot': 'zero-shot',
  last: 'last',
  selected: 'validation-selected',
  'best-test': 'best-test-epoch',
} as const;

/** What every run with a validation and a test split tells, asked or not. */
const usualWish: HeldOutOptions = { abstain: { coverage: 0.8 }, conformal: { alpha: 0.1, scores: ['lac', 'aps'] } };

export function summariseRun(
  run: RunDescription,
  finished: FinishedEvent,
  temperature: number,
  random: Random,
): RunReport {
  const evaluations = finished.results.map(({ recogniser, split, epoch, predictions }) => ({
    name: shownNames[recogniser],
    split,
    epoch,
    evaluation: evaluate(predictions),
    interval: scoreIntervals(predictions, random.split('intervals', recogniser, split)),
  }));
  const headline = headlineResult(finished.results);
  const { faces, mapVerdict, notice, dataset, configuration } = run;
  const weights = classWeights(configuration, dataset.classes, countsPerClass(dataset, 'train'));
  return {
    title: run.title,
    subtitle: run.subtitle,
    ...(notice !== undefined && { notice }),
    configuration: run.configuration,
    environment: run.environment,
    data: dataSummary(run.dataset),
    ...(weights && { classWeights: weights }),
    epochs: finished.records,
    evaluations,
    ...(headline && {
      comparisons: compareWithZeroShot(headline, finished.results),
      abstention: abstentionCurve(atTemperature(headline.predictions, temperature)),
      calibration: calibrationOf(headline.predictions, temperature),
      ...chosenOnValidation(headline, finished.results, temperature, random),
      hardest: hardFaces(atTemperature(headline.predictions, temperature)),
    }),
    ...(faces && { faces }),
    ...(mapVerdict && { mapVerdict }),
  };
}

export const dataSummary = (dataset: Dataset): DataSummary => ({
  name: dataset.name,
  classes: dataset.classes,
  counts: Object.fromEntries(splits.map((split) => [split, countsPerClass(dataset, split)])),
  notes: dataset.notes,
  fingerprint: fingerprint(dataset),
});

function compareWithZeroShot(headline: SplitResult, results: readonly SplitResult[]): Comparison[] {
  const zeroShot = results.find(({ recogniser, split }) => recogniser === 'zero-shot' && split === headline.split);
  if (zeroShot === undefined) return [];
  const { labels } = headline.predictions;
  const test = mcnemar(labels, predictedClasses(headline.predictions), predictedClasses(zeroShot.predictions));
  return [{ first: shownNames[headline.recogniser], second: 'zero-shot', ...test }];
}

/** Threshold and sets of the headline's model, from its own validation faces. */
function chosenOnValidation(
  headline: SplitResult,
  results: readonly SplitResult[],
  temperature: number,
  random: Random,
) {
  const validation = results.find(({ recogniser, split }) => recogniser === headline.recogniser && split === 'valid');
  if (validation === undefined || headline.split === 'valid') return {};
  const [known, judged] = [validation, headline].map((result) => atTemperature(result.predictions, temperature));
  const { abstention, conformal } = heldOutStudy(known!, judged!, usualWish, random.split('held out'));
  return { ...(abstention && { abstentionRule: abstention }), ...(conformal && { conformal }) };
}

/** Reliability before and after scaling. */
/** @param from where the temperature was fitted; without one there is nothing to compare */
export function calibrationOf(
  predictions: SamplePredictions,
  temperature: number,
  from: Judgement['temperatureFrom'] = 'validation',
): Calibration {
  const scores = (given: SamplePredictions) => {
    const bins = reliabilityBins(given);
    const { brier, nll }: Evaluation = evaluate(given);
    return { bins, ece: expectedCalibrationError(bins), brier, nll };
  };
  const before = scores(predictions);
  if (from === 'none') return before;
  const crossValidated = from === 'cross-validation';
  const after = scores(atTemperature(predictions, temperature));
  return { ...before, scaled: { temperature, ...(crossValidated && { crossValidated }), ...after } };
}
