// Evaluates a recogniser on one split of a data set, with calibration, abstention and prediction sets chosen on the validation split.
import { basename } from 'node:path';
import type { Precision } from '../../configuration/precision.ts';
import { MpaferError } from '../../core/errors.ts';
import { type Dataset, ofSplit, type SplitChoice } from '../../data/dataset.ts';
import { groupFaces, readFaceGroups } from '../../data/face-groups.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import type { HeldOutOptions } from '../../evaluate/held-out-study.ts';
import { type Judgement, judge } from '../../evaluate/judgement.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { openRun } from '../../platform/node/models/open-run.ts';
import { modelName } from '../../recognise/model-name.ts';
import { classCounts } from '../class-counts.ts';
import { type JobEvent, note } from '../job-event.ts';
import { defaultSplit } from './default-split.ts';
import { judgeSplit } from './judge-split.ts';
import { overlapWarning } from './training-overlap.ts';
import { openEvaluationFolder, writeEvaluation } from './write-evaluation.ts';

/** Options of `evaluateRun`. */
export interface EvaluateOptions extends HeldOutOptions {
  /** Run folder, checkpoint file, or a name that `openRun` knows. */
  readonly run: string;
  /** SPEC of the data set. */
  readonly data: string;
  /**
   * By default the test split; or all faces of a data set without splits of its own that the run was not trained on, unless
   * something is chosen on its validation split.
   */
  readonly split?: SplitChoice | undefined;
  readonly clip?: string | undefined;
  readonly precision?: Precision | undefined;
  /** Fit the temperature on the validation split, even if the run has one. */
  readonly calibrate?: boolean | undefined;
  /** CSV file of path (or id) and attributes; scores are reported for each group. */
  readonly groups?: string | undefined;
  /** Folder for report.html, evaluation.json and predictions.csv; nothing is written without it. */
  readonly out?: string | undefined;
  /** Whether the report may show faces; it may by default. */
  readonly pictures?: boolean | undefined;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Evaluates a run, and writes a report where a folder is given.
 *
 * @returns scores, intervals and whatever was asked for
 * @throws MpaferError `data` when the split is empty, an image cannot be read, or something is chosen on a validation split that
 * does not exist; `usage` when something is chosen and evaluated on the same faces; `run`, `checkpoint`, `model`, `disk`, `aborted`
 * @example
 * ```ts
 * import { evaluateRun, finishJob } from 'mpafer/jobs';
 * const asked = { run: 'ferplus', data: 'synthetic:?count=100&size=48', out: 'evaluated' };
 * const { evaluation, interval } = await finishJob(evaluateRun(asked));
 * console.log(evaluation.war >= interval.war[0] && evaluation.war <= interval.war[1]); // true
 * ```
 */
export async function* evaluateRun(options: EvaluateOptions): AsyncGenerator<JobEvent, Judgement> {
  const { run, data, out, calibrate = false, abstain, conformal, signal, threads } = options;
  const needsValidation = calibrate || abstain !== undefined || conformal !== undefined;
  const groups = options.groups === undefined ? undefined : await readFaceGroups(nodeDataHost, options.groups);
  if (out !== undefined) await openEvaluationFolder(out);
  const dataset = await openDataset(data, nodeDataHost);
  if (needsValidation) refuseWithoutValidation(dataset, options.split ?? 'test');
  await using engine = nodeEngine({ waiting: 'sleep', ...(threads !== undefined && { threads }) });
  const { recogniser, clip } = await openRun(engine, run, {
    clip: options.clip,
    classes: dataset.classes,
    precision: options.precision,
  });
  yield note(`${dataset.name} with ${basename(run)}, on ${modelName(clip.name)}\n${classCounts(dataset)}`);
  const { trainedOn } = recogniser;
  const split = options.split ?? (needsValidation ? 'test' : yield* defaultSplit({ spec: data, dataset }, [run]));
  const valid = needsValidation ? yield* judgeSplit(recogniser, dataset, 'valid', signal) : undefined;
  const { predictions, skipped, samples } = yield* judgeSplit(recogniser, dataset, split, signal);
  const warning = trainedOn && (await overlapWarning(trainedOn, { spec: data, dataset }, samples));
  const all = new Set(dataset.samples.map(({ id }) => id));
  const found = judge({
    run,
    spec: data,
    clip: clip.name,
    dataset,
    split,
    predictions,
    skipped,
    warning,
    validation: valid?.predictions,
    temperature: recogniser.temperature,
    taught: recogniser.taught,
    calibrate,
    wish: { abstain, conformal },
    groups: groups && groupFaces(groups, predictions.ids, all, options.groups!),
  });
  if (out !== undefined) {
    await writeEvaluation(out, found, options.pictures === false ? undefined : samples);
    yield note(`Report: ${out}/report.html`);
  }
  return found;
}

/** What is chosen on some faces must not be evaluated on the same faces. */
function refuseWithoutValidation(dataset: Dataset, split: SplitChoice): void {
  const what = 'Calibration, abstention and conformal sets';
  if (split === 'valid' || split === 'all') {
    throw new MpaferError('usage', 'Cannot choose and evaluate on the same validation split', {
      hint: `${what} are chosen there: evaluate on another split`,
    });
  }
  if (ofSplit(dataset, 'valid').length > 0) return;
  throw new MpaferError('data', `Cannot choose anything on the validation split of ${dataset.name}: it is empty`, {
    hint: `${what} need one; ?valid=0.1 after the path sets aside a tenth of the training faces`,
  });
}
