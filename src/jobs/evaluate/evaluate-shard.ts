// An evaluation in shards: each predicts some of the batches; merging them judges all predictions as one process would have.
import { availableParallelism } from 'node:os';
import { MpaferError } from '../../core/errors.ts';
import { relay } from '../../core/relay.ts';
import { version } from '../../core/version.ts';
import type { Dataset, Sample, SplitChoice } from '../../data/dataset.ts';
import { fingerprint } from '../../data/fingerprint.ts';
import type { Judgement } from '../../evaluate/judgement.ts';
import { type Recogniser, samplesFor } from '../../recognise/load-run.ts';
import { evaluationBatch, samplePredictions } from '../../recognise/predict-samples.ts';
import { type JobEvent, progress } from '../job-event.ts';
import { runDigest } from '../run-digest.ts';
import { openShard } from '../shards/open-shard.ts';
import type { Shards } from '../shards/read-shards.ts';
import { owns, type Shard } from '../shards/shard.ts';
import { evaluateBy } from './evaluate-run.ts';
import { type EvaluateOptions, type OpenEvaluation, openEvaluation } from './open-evaluation.ts';

/** Options of `evaluateShard`. */
export interface EvaluateShardOptions extends EvaluateOptions {
  /** The folder that all shards become; the shard is a file beside it. */
  readonly out: string;
  readonly shard: Shard;
}

/** A shard of an evaluation. */
export interface EvaluatedShard {
  /** Its file. */
  readonly shard: string;
  /** Faces that were predicted now; 0 where the shard was there already. */
  readonly faces: number;
}

/** A prediction as a shard keeps it: numbers of 32 bits, which JSON gives back as they were. */
interface PredictedRow {
  readonly split: SplitChoice;
  readonly id: string;
  readonly probabilities: readonly number[];
  readonly logits: readonly number[];
}

/**
 * Predicts one part of the faces of an evaluation. `mergeShards` makes the evaluation out of all parts.
 *
 * @throws MpaferError as `evaluateRun`; `run` when the shard is there under other conditions
 * @example
 * ```ts
 * import { evaluateShard, finishJob, mergeShards } from 'mpafer/jobs';
 * const asked = { run: 'ferplus', data: 'synthetic:?count=100&size=48', out: 'in-pieces' };
 * for (const index of [1, 2]) await finishJob(evaluateShard({ ...asked, shard: { index, count: 2 } }));
 * const { job } = await finishJob(mergeShards({ out: 'in-pieces' }));
 * console.log(job); // evaluate
 * ```
 */
export async function* evaluateShard(options: EvaluateShardOptions): AsyncGenerator<JobEvent, EvaluatedShard> {
  const { out, shard, signal } = options;
  await using opened = yield* openEvaluation(options);
  const conditions = await conditionsOf(options, opened.dataset);
  await using file = yield* openShard({ job: 'evaluate', shard, out, conditions, signal });
  if (file.made !== undefined) return { shard: file.path, faces: 0 };
  const rows: { piece: number; row: PredictedRow }[] = [];
  let before = 0;
  for (const split of splitsOf(opened)) {
    const { samples } = samplesFor(opened.recogniser.classes, opened.dataset, split);
    const batches = Math.ceil(samples.length / evaluationBatch);
    const first = before;
    const pieceOf = (at: number) => first + Math.floor(at / evaluationBatch);
    const own = samples.flatMap((sample, at) => (owns(shard, pieceOf(at)) ? [{ sample, piece: pieceOf(at) }] : []));
    rows.push(...(yield* predicted(opened.recogniser, split, own, signal)));
    before += batches;
  }
  const { split } = opened;
  await file.write(rows, () => ({ split, pieces: before }));
  return { shard: file.path, faces: rows.length };
}

const splitsOf = ({ split, needsValidation }: OpenEvaluation): readonly SplitChoice[] =>
  needsValidation ? ['valid', split] : [split];

async function* predicted(
  recogniser: Recogniser,
  split: SplitChoice,
  own: readonly { readonly sample: Sample; readonly piece: number }[],
  signal: AbortSignal | undefined,
) {
  if (own.length === 0) return [];
  const samples = own.map(({ sample }) => sample);
  const { probabilities, logits } = yield* relay(recogniser.predict(samples, signal), (done) =>
    progress(`evaluating ${split === 'all' ? 'all faces' : split}`, done, samples.length),
  );
  const width = recogniser.classes.length;
  return own.map(({ sample: { id }, piece }, face) => {
    const row = (values: Float32Array | Float64Array) => Array.from(values.subarray(face * width, (face + 1) * width));
    return { piece, row: { split, id, probabilities: row(probabilities), logits: row(logits) } };
  });
}

/** What all shards share, from which the evaluation is finished. */
async function conditionsOf(options: EvaluateShardOptions, dataset: Dataset) {
  const { run, data, split, clip, precision, prior, calibrate, groups, pictures, abstain, conformal } = options;
  const asked = { run, data, split, clip, precision, prior, calibrate, groups, pictures, abstain, conformal };
  const threads = options.threads ?? availableParallelism();
  return {
    mpafer: version,
    asked,
    model: await runDigest(run),
    fingerprint: fingerprint(dataset),
    threads,
    device: options.device,
  };
}

/** The evaluation that the shards are parts of. @throws MpaferError as `evaluateRun`; `run` when run or data are not those of the shards */
export async function* mergeEvaluation(
  out: string,
  shards: Shards,
  signal?: AbortSignal,
): AsyncGenerator<JobEvent, Judgement> {
  const asked = shards.conditions.asked as Omit<EvaluateOptions, 'out'>;
  const rows: PredictedRow[] = [];
  for await (const row of shards.rows<PredictedRow>()) rows.push(row);
  // The split was chosen then; the data may have been moved since.
  const split = shards.found.split as SplitChoice;
  const device = shards.conditions.device as EvaluateOptions['device'];
  const options = { ...asked, device, split: asked.split ?? split, out, signal };
  if ((await runDigest(asked.run)) !== shards.conditions.model) throw changed(out, 'the run');
  return yield* evaluateBy(options, async function* (recogniser, dataset, of) {
    if (fingerprint(dataset) !== shards.conditions.fingerprint) throw changed(out, 'the data set');
    const { samples, skipped } = samplesFor(recogniser.classes, dataset, of);
    const own = rows.filter((row) => row.split === of);
    if (own.length !== samples.length || own.some(({ id }, face) => id !== samples[face]!.id))
      throw changed(out, 'the data set');
    const flat = (values: (row: PredictedRow) => readonly number[]) => Float32Array.from(own.flatMap(values));
    return {
      samples,
      skipped,
      predictions: samplePredictions(
        recogniser.classes,
        samples,
        flat(({ probabilities }) => probabilities),
        flat(({ logits }) => logits),
      ),
    };
  });
}

const changed = (out: string, what: string): MpaferError =>
  new MpaferError('run', `Cannot merge "${out}": ${what} is not what it was when the shards were made`, {
    hint: 'Remove the shards and make them again',
  });
