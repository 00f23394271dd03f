// Teaches a recogniser by a few faces and writes it as a pack; says how it does on faces that it was not taught by.
import { MpaferError } from '../../core/errors.ts';
import { random } from '../../core/random.ts';
import { relay } from '../../core/relay.ts';
import { type Dataset, ofSplit, type Sample } from '../../data/dataset.ts';
import { openDataset } from '../../data/open-dataset.ts';
import type { Engine } from '../../engine/engine.ts';
import { trainingDataOf } from '../../evaluate/training-data.ts';
import { writePack } from '../../export/pack.ts';
import { compareModels, type ModelComparison } from '../../metrics/model-comparison.ts';
import { predictedClasses } from '../../metrics/predictions.ts';
import { type ScoreIntervals, scoreIntervals } from '../../metrics/score-intervals.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { requireWritable, writeFile } from '../../platform/node/files/write-file.ts';
import { embeddedClip, isEmbedded, openClip } from '../../platform/node/models/models.ts';
import { openCheckpoint } from '../../platform/node/models/open-run.ts';
import { zeroShotName } from '../../platform/node/models/packs.ts';
import { createRecogniser, loadRun, samplesFor } from '../../recognise/load-run.ts';
import { modelName } from '../../recognise/model-name.ts';
import { type Taught, teach } from '../../teach/teach.ts';
import { classCounts } from '../class-counts.ts';
import { type ComputeOptions, jobEngine } from '../job-engine.ts';
import { type JobEvent, note, progress } from '../job-event.ts';
import { loadDescriptions } from '../load-descriptions.ts';

/** Options of `teachPack`. */
export interface TeachOptions extends ComputeOptions {
  /** SPEC of the faces. Those of its test split are not taught: they say how well it was learned. */
  readonly data: string;
  /** File to write; an existing one is replaced. By default the one to update. */
  readonly out?: string | undefined;
  /** A pack that was taught before, to add faces to. */
  readonly update?: string | undefined;
  readonly clip?: string | undefined;
  /** JSON file {class: description or list of descriptions}. */
  readonly descriptions?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Scores on faces that the recogniser was not taught by. */
export interface TaughtScores {
  readonly faces: number;
  readonly interval: ScoreIntervals;
  /** Plain CLIP by its texts alone (first) against the taught recogniser (second). */
  readonly againstTexts: ModelComparison;
}

/** The pack that was written. */
export interface TaughtPack extends Pick<Taught, 'counts' | 'repeated' | 'tieChosen' | 'crossValidated'> {
  readonly file: string;
  readonly bytes: number;
  readonly classes: readonly string[];
  /** How strongly class vectors are held to the texts. */
  readonly tie: number;
  readonly temperature: number;
  /** The CLIP to name wherever the pack is used; undefined for the built-in one. */
  readonly clip: string | undefined;
  /** Absent without a test split. */
  readonly test?: TaughtScores | undefined;
}

/**
 * Teaches by the training and validation faces of a data set. Where the data set has no test split of its own, one is dealt as always;
 * an update uses those faces too, because they are what is to be added.
 *
 * @throws MpaferError `usage` without a file to write, `data`, `checkpoint` when the pack to update was not taught, `model`, `descriptions`,
 * `image`, `disk`, `aborted`
 * @example
 * ```ts
 * import { finishJob, teachPack } from 'mpafer/jobs';
 * const taught = await finishJob(teachPack({ data: 'synthetic:?count=160&shots=4', out: 'few.safetensors' }));
 * console.log(taught.counts.join(), taught.test?.faces); // 6,6,6,6,6,6,6,6 32
 * ```
 */
export async function* teachPack(options: TeachOptions): AsyncGenerator<JobEvent, TaughtPack> {
  const { data, update, signal } = options;
  const out = options.out ?? update;
  if (out === undefined) throw new MpaferError('usage', 'Cannot teach without a file to write the recogniser to');
  if (update === zeroShotName) {
    throw new MpaferError('usage', `Cannot update ${zeroShotName}: it has no file`, { hint: 'Teach a new recogniser' });
  }
  const earlier = update === undefined ? undefined : await openCheckpoint(update, options.clip);
  const dataset = await openDataset(data, nodeDataHost);
  const descriptions = await loadDescriptions(options.descriptions, dataset.descriptions);
  const clip = earlier?.clip ?? (await openClip(options.clip ?? embeddedClip));
  await requireWritable(out);
  yield note(`${dataset.name} with ${modelName(clip.name)}\n${classCounts(dataset)}`);
  const faces = facesToTeach(dataset, update !== undefined);
  await using engine = yield* jobEngine(options);
  const taught = yield* relay(
    teach({
      engine,
      clip,
      dataset,
      faces,
      descriptions,
      update: earlier?.checkpoint,
      data: trainingDataOf(dataset),
      signal,
    }),
    (done) => progress('encoding faces', done, faces.length),
  );
  const { checkpoint, counts, repeated, tieChosen, crossValidated } = taught;
  const bytes = writePack(checkpoint);
  await writeFile(out, bytes);
  const held = dataset.samples.filter((sample) => !faces.includes(sample));
  const test = held.length === 0 ? undefined : yield* scoresOn(engine, clip, taught, dataset, signal);
  return {
    file: out,
    bytes: bytes.length,
    classes: checkpoint.classes,
    counts,
    repeated,
    tie: checkpoint.taught.tie,
    tieChosen,
    temperature: checkpoint.temperature,
    crossValidated,
    clip: isEmbedded(options.clip ?? clip.name) ? undefined : (options.clip ?? clip.name),
    test,
  };
}

function facesToTeach(dataset: Dataset, isUpdate: boolean): readonly Sample[] {
  if (isUpdate && dataset.dealt?.includes('test')) return dataset.samples;
  return dataset.samples.filter(({ split }) => split !== 'test');
}

/** Scores on the test split, looked at once. */
async function* scoresOn(
  engine: Engine,
  clip: Awaited<ReturnType<typeof openClip>>,
  { checkpoint }: Taught,
  dataset: Dataset,
  signal: AbortSignal | undefined,
): AsyncGenerator<JobEvent, TaughtScores | undefined> {
  const { classes, scale, taught } = checkpoint;
  const known = new Set(classes);
  if (!ofSplit(dataset, 'test').some(({ label }) => known.has(dataset.classes[label]!))) return undefined;
  const { samples } = samplesFor(classes, dataset, 'test');
  const parts = {
    classes,
    classifier: { text: taught.anchors },
    options: checkpoint.configuration,
    scale,
    temperature: 1,
  };
  const recognisers = [await createRecogniser(engine, clip, parts), await loadRun(engine, clip, checkpoint)];
  try {
    const predictions = [];
    for (const recogniser of recognisers) {
      predictions.push(
        yield* relay(recogniser.predict(samples, signal), (done) => progress('evaluating test', done, samples.length)),
      );
    }
    const [first, second] = predictions;
    return {
      faces: samples.length,
      interval: scoreIntervals(second!, random(1)),
      againstTexts: compareModels(
        {
          classes,
          labels: second!.labels,
          first: predictedClasses(first!),
          second: predictedClasses(second!),
          groups: second!.groups,
        },
        random(1),
      ),
    };
  } finally {
    for (const recogniser of recognisers) await recogniser.release();
  }
}
