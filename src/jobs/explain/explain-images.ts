// Explains what a run says of face images, one by one; with a folder, writes annotated pictures, JSON and a page.
import { basename } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import type { ExplanationMethod } from '../../evaluate/explanation.ts';
import { verdictOf } from '../../evaluate/faithfulness-record.ts';
import { explainFaces } from '../../explain/explain-faces.ts';
import { eyesLevel } from '../../faces/alignment.ts';
import { openFaceFinder } from '../../faces/face-finder.ts';
import { readImage } from '../../platform/node/images/read-image.ts';
import { faceModels } from '../../platform/node/models/face-models.ts';
import { openExplainer } from '../../platform/node/models/open-explainer.ts';
import { pictureBatches } from '../../recognise/picture-batches.ts';
import { foundFaces, wholePictures } from '../../recognise/picture-faces.ts';
import type { ExplainedPicture } from '../../report/pages/explanation-page.ts';
import { type ComputeOptions, jobEngine } from '../job-engine.ts';
import { type NoteEvent, note, type ProgressEvent, progress } from '../job-event.ts';
import { type ExplainContext, explainPictures } from './explain-pictures.ts';
import type { ImageExplanation } from './image-explanation.ts';
import { openExplanationFolder, writeExplanations } from './write-explanations.ts';

/** Options of `explainImages`. */
export interface ExplainImagesOptions extends ComputeOptions {
  /** Run folder, checkpoint file, or the name of a pack. */
  readonly run: string;
  /** Paths of image files. */
  readonly images: AsyncIterable<string>;
  /** `find` (the default): faces are found in whole pictures, and aligned; `crop`: each picture is a crop of one face, cut as in training. */
  readonly faces?: 'find' | 'crop' | undefined;
  /** `gate` by default. */
  readonly method?: ExplanationMethod | undefined;
  /** The class to explain; by default the one that is recognised in each image. */
  readonly target?: string | undefined;
  /** The class that it is held against; by default the most similar other one. */
  readonly against?: string | undefined;
  /** Folder for annotated pictures, explanations.json and report.html; nothing is written without it. */
  readonly out?: string | undefined;
  readonly clip?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What `explainImages` reports as it goes. */
export type ExplainEvent =
  | ProgressEvent
  | NoteEvent
  | { readonly kind: 'explanation'; readonly explanation: ImageExplanation };

/** What `explainImages` wrote. */
export interface ExplainResult {
  readonly done: number;
  /** How many of them could not be read, or show no face. */
  readonly failed: number;
}

/**
 * Explains images in order and yields an explanation for each.
 *
 * @returns how many images there were, and how many could not be read or show no face
 * @throws MpaferError `label` for a class that the run does not know; `run` for a run without a local branch and the method `patches`, or one
 *   that does not exist; `checkpoint`, `model`, `disk`, `aborted`
 * @example
 * ```ts
 * import { explainImages } from 'mpafer/jobs';
 * async function* images() {
 *   yield 'assets/portraits/astronaut.png';
 * }
 * for await (const event of explainImages({ run: 'fer2013', images: images() })) {
 *   if (event.kind !== 'explanation' || event.explanation.status !== 'ok') continue;
 *   console.log(event.explanation.recognised); // happiness
 * }
 * ```
 */
export async function* explainImages(options: ExplainImagesOptions): AsyncGenerator<ExplainEvent, ExplainResult> {
  const { run, faces = 'find', method = 'gate', target, against, out, clip: clipName, signal } = options;
  if (out !== undefined) await openExplanationFolder(out);
  await using engine = yield* jobEngine(options);
  const { explainer, clip, verdict: record } = await openExplainer(engine, run, clipName);
  const { preprocessing } = clip;
  const verdict = verdictOf(record, method);
  // What cannot be answered is refused before any image is read.
  await explainFaces(explainer, preprocessing, [], { method, target, against });
  yield note(`${verdict.verdict}: ${verdict.text}`);

  const finder = faces === 'crop' ? undefined : await openFaceFinder(engine, await faceModels());
  // The very pixels that recognition sees.
  const crops = { side: clip.config.image.size, recipe: eyesLevel };
  const cut = finder === undefined ? wholePictures : foundFaces(finder, crops, {});
  const context: ExplainContext = { explainer, preprocessing, cut, method, target, against, verdict, signal };

  const rows: ImageExplanation[] = [];
  const pictures: ExplainedPicture[] = [];
  let [done, failed] = [0, 0];
  for await (const batch of pictureBatches(options.images, readImage)) {
    if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while explaining images');
    const found = await explainPictures(context, batch, out !== undefined);
    for (const { row } of found) yield { kind: 'explanation', explanation: row };
    rows.push(...found.map(({ row }) => row));
    pictures.push(...found.flatMap(({ picture }) => picture ?? []));
    failed += found.filter(({ row }) => row.status !== 'ok').length;
    done += batch.length;
    yield progress('images', done);
  }
  await explainer.release();
  await cut.release();
  if (out !== undefined) {
    const title = `Why ${basename(run)} says so`;
    await writeExplanations(out, { title, method, verdict, rows, pictures });
    yield note(`Report: ${out}/report.html`);
  }
  return { done, failed };
}
