// Recognises the faces of pictures one by one. Each picture gets a status; one that cannot be read does not stop the others.
import { plural } from '../../core/plural.ts';
import { version } from '../../core/version.ts';
import type { ExpressionRecogniser } from '../../recognise/expression-recogniser.ts';
import { imagePace } from '../image-pace.ts';
import { type NoteEvent, note, type ProgressEvent, progress } from '../job-event.ts';
import { identityOf, type NamedRecogniser, openNamed, requireOwnClasses } from '../named-recogniser.ts';
import { modeWarning } from './mode-warning.ts';
import { type AnnotatedFolder, openAnnotatedFolder } from './output/annotated-folder.ts';
import { openPredictionFile, type PredictionFile } from './output/prediction-file.ts';
import { inputName, type PictureInput, type PictureInputs, pictureInputs } from './picture-inputs.ts';
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
  const { out, annotate, signal } = options;
  requireOwnClasses(options);
  const counts = { done: 0, failed: 0, faces: 0 };
  const count = (prediction: Prediction) => {
    counts.done++;
    if (isFailed(prediction)) counts.failed++;
    counts.faces += prediction.faces.length;
  };
  const file = out === undefined ? undefined : await openPredictionFile(out);
  const inputs = pictureInputs(options.images);
  try {
    await inputs.peek();
    await using recogniser = await openNamed(options);
    const copies = annotate === undefined ? undefined : await openAnnotatedFolder(annotate, recogniser.classes);
    await file?.resume(await headOf(options, recogniser), async (prediction) => {
      const next = await inputs.peek();
      if (next === undefined || inputName(next) !== prediction.file) return false;
      await inputs.take();
      count(prediction);
      return true;
    });
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
    for (let next = await inputs.take(); next !== undefined; next = await inputs.take()) {
      underWay.push(next);
      yield next;
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

/** What predictions depend on, apart from the pictures. */
async function headOf(options: PredictOptions, { classes, faces, abstainBelow }: ExpressionRecogniser<PictureInput>) {
  const { run, clip, precision, minFace, maxFaces, anyRotation } = options;
  const model = await identityOf(options);
  const search = { minFace, maxFaces, anyRotation };
  return { mpafer: version, run, model, clip, precision, classes, faces, search, abstainBelow };
}
