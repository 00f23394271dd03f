// A finished run as plain data: what a report shows and a table holds.
import type { Random } from '../core/random.ts';
import { countsPerClass, type Dataset, splits } from '../data/dataset.ts';
import { fingerprint } from '../data/fingerprint.ts';
import { abstentionCurve } from '../metrics/abstention.ts';
import { evaluate } from '../metrics/evaluation.ts';
import { mcnemar } from '../metrics/mcnemar.ts';
import { predictedClasses } from '../metrics/predictions.ts';
import { expectedCalibrationError, reliabilityBins } from '../metrics/reliability-bins.ts';
import { scoreIntervals } from '../metrics/score-intervals.ts';
import { softmaxRows } from '../metrics/temperature.ts';
import type { Comparison, DataSummary, FaceRecord, RunReport } from '../report/run-report.ts';
import type { Configuration } from './configuration.ts';
import type { SamplePredictions } from './predict-samples.ts';
import type { FinishedEvent, SplitResult } from './train-event.ts';

export interface RunDescription {
  readonly title: string;
  readonly subtitle: string;
  readonly notice?: string;
  readonly dataset: Dataset;
  readonly configuration: Configuration;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly faces?: readonly FaceRecord[];
}

/** Names as the field reads them. */
const shownNames = { 'zero-shot': 'zero-shot', last: 'last', selected: 'validation-selected' } as const;

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
  const { faces, notice } = run;
  return {
    title: run.title,
    subtitle: run.subtitle,
    ...(notice !== undefined && { notice }),
    configuration: run.configuration,
    environment: run.environment,
    data: dataSummary(run.dataset),
    epochs: finished.records.map(({ trainWar, valid, ...record }) => ({
      tokenAlignment: Number.NaN,
      promptAlignment: Number.NaN,
      prototypeAlignment: Number.NaN,
      gradientNormVisual: Number.NaN,
      visualNorm: Number.NaN,
      visualDrift: Number.NaN,
      ...withoutUndefined(record),
      train: { war: trainWar },
      ...(valid && { valid }),
    })),
    evaluations,
    ...(headline && {
      comparisons: compareWithZeroShot(headline, finished.results),
      abstention: abstentionCurve(headline.predictions),
      calibration: calibration(headline.predictions, temperature),
    }),
    ...(faces && { faces }),
  };
}

/** The result that a run is judged by: test before validation, selected before last. */
export function headlineResult(results: readonly SplitResult[]): SplitResult | undefined {
  const find = (recogniser: string, split: string) =>
    results.find((result) => result.recogniser === recogniser && result.split === split);
  return find('selected', 'test') ?? find('last', 'test') ?? find('selected', 'valid') ?? find('last', 'valid');
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

function calibration(predictions: SamplePredictions, temperature: number) {
  const bins = reliabilityBins(predictions);
  const probabilities = softmaxRows(predictions.logits, predictions.classes.length, temperature);
  const scaled = reliabilityBins({ ...predictions, probabilities });
  return {
    bins,
    ece: expectedCalibrationError(bins),
    scaled: { temperature, bins: scaled, ece: expectedCalibrationError(scaled) },
  };
}

const withoutUndefined = <T extends object>(record: T): { [Key in keyof T]: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as never;
