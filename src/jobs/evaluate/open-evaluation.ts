// What an evaluation needs before it predicts: the data set, the recogniser, the split, and what is chosen on another split.
import { basename } from 'node:path';
import type { ClipModel } from '../../clip/load-clip.ts';
import type { Precision } from '../../configuration/precision.ts';
import { MpaferError } from '../../core/errors.ts';
import { type Dataset, ofSplit, type SplitChoice } from '../../data/dataset.ts';
import { readFaceGroups } from '../../data/face-groups.ts';
import { openDataset } from '../../data/open-dataset.ts';
import type { HeldOutOptions } from '../../evaluate/held-out-study.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { openRun } from '../../platform/node/models/open-run.ts';
import type { Recogniser } from '../../recognise/load-run.ts';
import { modelName } from '../../recognise/model-name.ts';
import type { Prior } from '../../recognise/prior.ts';
import { classCounts } from '../class-counts.ts';
import { type ComputeOptions, jobEngine } from '../job-engine.ts';
import { type JobEvent, note } from '../job-event.ts';
import { requireOwnPrior } from '../named-recogniser.ts';
import { defaultSplit } from './default-split.ts';

/** Options of `evaluateRun`. */
export interface EvaluateOptions extends HeldOutOptions, ComputeOptions {
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
  /** How frequent plain CLIP takes the classes to be: as in its training by default. */
  readonly prior?: Prior | undefined;
  /** Fit the temperature on the validation split, even if the run has one. */
  readonly calibrate?: boolean | undefined;
  /** CSV file of path (or id) and attributes; scores are reported for each group. */
  readonly groups?: string | undefined;
  /** Folder for report.html, evaluation.json and predictions.csv; nothing is written without it. */
  readonly out?: string | undefined;
  /** Whether the report may show faces; it may by default. */
  readonly pictures?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface OpenEvaluation extends AsyncDisposable {
  readonly dataset: Dataset;
  readonly recogniser: Recogniser;
  readonly clip: ClipModel;
  readonly split: SplitChoice;
  /** Whether something is chosen on the validation split. */
  readonly needsValidation: boolean;
  readonly groups: Awaited<ReturnType<typeof readFaceGroups>> | undefined;
}

/** @throws MpaferError as `evaluateRun` */
export async function* openEvaluation(options: EvaluateOptions): AsyncGenerator<JobEvent, OpenEvaluation> {
  const { run, data, calibrate = false, abstain, conformal } = options;
  requireOwnPrior(run, options.prior);
  const needsValidation = calibrate || abstain !== undefined || conformal !== undefined;
  const groups = options.groups === undefined ? undefined : await readFaceGroups(nodeDataHost, options.groups);
  const dataset = await openDataset(data, nodeDataHost);
  if (needsValidation) refuseWithoutValidation(dataset, options.split ?? 'test');
  const engine = yield* jobEngine({ ...options, waiting: 'sleep' });
  try {
    const { recogniser, clip } = await openRun(engine, run, {
      clip: options.clip,
      classes: dataset.classes,
      prior: options.prior,
      precision: options.precision,
    });
    const prior = options.prior === undefined ? '' : ` (prior: ${options.prior})`;
    yield note(`${dataset.name} with ${basename(run)}${prior}, on ${modelName(clip.name)}\n${classCounts(dataset)}`);
    const split = options.split ?? (needsValidation ? 'test' : yield* defaultSplit({ spec: data, dataset }, [run]));
    return { dataset, recogniser, clip, split, needsValidation, groups, [Symbol.asyncDispose]: () => engine.close() };
  } catch (error) {
    await engine.close();
    throw error;
  }
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
