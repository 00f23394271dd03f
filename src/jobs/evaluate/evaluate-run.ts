// Evaluates a recogniser on one split of a data set, with calibration, abstention and prediction sets chosen on the validation split.
import { groupFaces } from '../../data/face-groups.ts';
import { type Judgement, judge } from '../../evaluate/judgement.ts';
import { type JobEvent, note } from '../job-event.ts';
import { judgeSplit } from './judge-split.ts';
import { type EvaluateOptions, openEvaluation } from './open-evaluation.ts';
import { overlapWarning } from './training-overlap.ts';
import { openEvaluationFolder, writeEvaluation } from './write-evaluation.ts';

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
export const evaluateRun = (options: EvaluateOptions): AsyncGenerator<JobEvent, Judgement> =>
  evaluateBy(options, judgeSplit);

/**
 * The same with predictions from elsewhere.
 *
 * @param predictionsOf called for the validation split, where something is chosen on it, and then for the split to evaluate on
 */
export async function* evaluateBy(
  options: EvaluateOptions,
  predictionsOf: typeof judgeSplit,
): AsyncGenerator<JobEvent, Judgement> {
  const { run, data, out, calibrate = false, abstain, conformal, signal } = options;
  if (out !== undefined) await openEvaluationFolder(out);
  await using opened = yield* openEvaluation(options);
  const { dataset, recogniser, clip, split, needsValidation, groups } = opened;
  const valid = needsValidation ? yield* predictionsOf(recogniser, dataset, 'valid', signal) : undefined;
  const { predictions, skipped, samples } = yield* predictionsOf(recogniser, dataset, split, signal);
  const { trainedOn } = recogniser;
  const warning = trainedOn && (await overlapWarning(trainedOn, { spec: data, dataset }, samples));
  const all = new Set(dataset.samples.map(({ id }) => id));
  const found = judge({
    run,
    spec: data,
    clip: clip.name,
    prior: options.prior,
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
