// Recognises the faces of pictures one by one. Each picture gets a status; one that cannot be read does not stop the others.
import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { version } from '../../core/version.ts';
import type { ExpressionRecogniser } from '../../recognise/expression-recogniser.ts';
import { pictureBatch } from '../../recognise/picture-batches.ts';
import { imagePace } from '../image-pace.ts';
import { chosenDevice, computeConditions } from '../job-engine.ts';
import { type NoteEvent, note, type ProgressEvent, progress } from '../job-event.ts';
import { identityOf, type NamedRecogniser, openNamed, requireOwnClasses } from '../named-recogniser.ts';
import { openShard, requireFound } from '../shards/open-shard.ts';
import type { Shard } from '../shards/shard.ts';
import { modeWarning } from './mode-warning.ts';
import { type AnnotatedFolder, openAnnotatedFolder } from './output/annotated-folder.ts';
import { openPredictionFile, type PredictionFile, shardPredictionFile } from './output/prediction-file.ts';
import { formatOf } from './output/prediction-formats.ts';
import { inputName, type PictureInput, type PictureInputs, pictureInputs } from './picture-inputs.ts';
import { batchOf, ownCount, pictureShard } from './picture-shards.ts';
import { type FaceMode, isFailed, type Prediction, predictionOf } from './prediction.ts';

/** Options of `predictImages`. */
export interface PredictOptions extends NamedRecogniser {
  /** Paths of image files, or pictures with a name. */
  readonly images: AsyncIterable<PictureInput>;
  /** How many images there are, for progress; absent where that is not known. */
  readonly total?: number | undefined;
  /** `find` (the default) finds every face in whole pictures; `crop` takes each picture as one face, cropped as in training. */
  readonly faces?: FaceMode | undefined;
  /** Side of the smallest box to report, in pixels of the picture; not of crops, as the next two. */
  readonly minFace?: number | undefined;
  /** Only the largest faces of each picture are reported. */
  readonly maxFaces?: number | undefined;
  /** Search faces that lie on their side or upside down even where an upright one was found. */
  readonly anyRotation?: boolean | undefined;
  /** File for the predictions, ending in .jsonl, .csv or .parquet; it appears when all are made, and a job that was stopped continues. */
  readonly out?: string | undefined;
  /** New or empty folder for copies of the pictures with their faces drawn in. */
  readonly annotate?: string | undefined;
  /** Recognise this part of the pictures alone, into a file beside `out` that `mergeShards` reads. Every shard is given all pictures. */
  readonly shard?: Shard | undefined;
}

/** What `predictImages` yields. */
export type PredictEvent = NoteEvent | ProgressEvent | { readonly kind: 'prediction'; readonly prediction: Prediction };

/** What `predictImages` returns. */
export interface PredictResult {
  /** Pictures, including those that a stopped job had recognised before. */
  readonly done: number;
  /** How many of them could not be read. */
  readonly failed: number;
  /** Faces in them. */
  readonly faces: number;
  /** The file of the shard. */
  readonly shard?: string | undefined;
}

/**
 * Recognises pictures in order and yields a prediction for each. Memory does not grow with their number.
 *
 * @returns how many pictures there were, how many could not be read, and how many faces they have
 * @throws MpaferError `usage` for classes or descriptions of a trained run, or a file of another format; `run`, `checkpoint`, `model`,
 *   `descriptions`, `disk`; `aborted`, after which the same call continues where a file is written
 * @example
 * ```ts
 * import { predictImages } from 'mpafer/jobs';
 * async function* images() {
 *   yield 'assets/portraits/astronaut.png';
 * }
 * for await (const event of predictImages({ run: 'fer2013', images: images() })) {
 *   if (event.kind === 'prediction') console.log(event.prediction.status); // ok
 * }
 * ```
 */
export async function* predictImages(options: PredictOptions): AsyncGenerator<PredictEvent, PredictResult> {
  const { out, shard } = options;
  requireOwnClasses(options);
  if (shard !== undefined) return yield* predictShard(options, shard);
  const file = out === undefined ? undefined : await openPredictionFile(out);
  return yield* predictInto(options, file);
}

/** A shard that is there already is not made again. */
async function* predictShard(options: PredictOptions, shard: Shard): AsyncGenerator<PredictEvent, PredictResult> {
  const { out, signal, total } = options;
  if (out === undefined) {
    throw new MpaferError('usage', 'Cannot recognise a shard without a file; expected the file that all shards become');
  }
  formatOf(out);
  const conditions = await conditionsOf(options);
  const open = yield* openShard({ job: 'predict', shard, out, conditions, signal });
  const part = pictureShard(options.images, shard);
  if (open.made !== undefined) {
    await using found = open;
    for await (const _ of part.own) requireRunning(signal);
    requireFound(found, part.seen());
    return { done: 0, failed: 0, faces: 0, shard: open.path };
  }
  const file = shardPredictionFile(open, (row) => batchOf(shard, row), part.seen);
  const own = { ...options, images: part.own, total: total === undefined ? undefined : ownCount(shard, total) };
  return { ...(yield* predictInto(own, file)), shard: open.path };
}

async function* predictInto(
  options: PredictOptions,
  file: PredictionFile | undefined,
): AsyncGenerator<PredictEvent, PredictResult> {
  const { annotate, signal } = options;
  const counts = { done: 0, failed: 0, faces: 0 };
  const count = (prediction: Prediction) => {
    counts.done++;
    if (isFailed(prediction)) counts.failed++;
    counts.faces += prediction.faces.length;
  };
  const inputs = pictureInputs(options.images);
  try {
    await inputs.peek(1);
    const device = yield* chosenDevice(options);
    await using recogniser = await openNamed({ ...options, device });
    const copies = annotate === undefined ? undefined : await openAnnotatedFolder(annotate, recogniser.classes);
    const isNext = async (rows: readonly Prediction[]) => {
      const next = await inputs.peek(rows.length);
      if (next.length < rows.length || next.some((input, at) => inputName(input) !== rows[at]!.file)) return false;
      await inputs.take(rows.length);
      for (const row of rows) count(row);
      return true;
    };
    if (file !== undefined) {
      const { classes, abstainBelow } = recogniser;
      await file.resume({ ...(await conditionsOf(options)), classes, abstainBelow }, isNext, pictureBatch);
    }
    if (counts.done > 0) yield note(`Resuming after ${plural(counts.done, 'picture')}`);
    yield* recogniseAll(recogniser, { inputs, file, copies, signal, total: options.total, counts, count });
    await file?.finish(recogniser.classes);
    return counts;
  } finally {
    inputs.close();
    await file?.close();
  }
}

interface Work {
  readonly inputs: PictureInputs;
  readonly file: PredictionFile | undefined;
  readonly copies: AnnotatedFolder | undefined;
  readonly signal: AbortSignal | undefined;
  readonly total: number | undefined;
  readonly counts: PredictResult;
  count(prediction: Prediction): void;
}

async function* recogniseAll(
  recogniser: ExpressionRecogniser<PictureInput>,
  { inputs, file, copies, signal, total, counts, count }: Work,
): AsyncGenerator<PredictEvent, void> {
  // Results come in the order of the inputs, one each.
  const underWay: PictureInput[] = [];
  const pictures = async function* () {
    // Where rows are kept, whole batches are handed over: what is recognised together then depends on the order of the pictures alone.
    const atOnce = file === undefined ? 1 : pictureBatch;
    for (let next = await inputs.take(atOnce); next.length > 0; next = await inputs.take(atOnce)) {
      for (const input of next) {
        underWay.push(input);
        yield input;
      }
    }
  };
  const pace = imagePace(total, counts.done);
  const watch = modeWarning();
  for await (const found of recogniser.recognise(pictures(), { signal })) {
    const input = underWay.shift()!;
    const prediction = predictionOf(inputName(input), recogniser.faces, found);
    await copies?.add(input, prediction);
    await file?.append(prediction);
    count(prediction);
    const warning = watch.of(prediction.file, found.warning);
    if (warning !== undefined) yield note(warning);
    yield { kind: 'prediction', prediction };
    yield progress('images', counts.done, total, pace(counts.done));
  }
  const others = watch.atEnd();
  if (others !== undefined) yield note(others);
}

function requireRunning(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while recognising pictures', { cause: signal.reason });
}

/** What predictions depend on, apart from the pictures and from what the run itself says. */
async function conditionsOf(options: PredictOptions) {
  const { run, clip, precision, faces, minFace, maxFaces, anyRotation } = options;
  const model = await identityOf(options);
  const search = { faces, minFace, maxFaces, anyRotation };
  return {
    mpafer: version,
    run,
    model,
    clip,
    precision,
    classes: options.classes,
    prior: options.prior,
    search,
    ...computeConditions(options),
  };
}
