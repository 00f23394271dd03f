// Explains what a run says of face images, one by one; with a folder, writes annotated pictures, JSON and a page.
import { basename, join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import type { ExplanationMethod } from '../../evaluate/explanation.ts';
import { summariseExplanations } from '../../evaluate/explanation-summary.ts';
import { verdictOf } from '../../evaluate/faithfulness-record.ts';
import { largestRegions } from '../../evaluate/region-shares.ts';
import { explainFaces } from '../../explain/explain-faces.ts';
import { eyesLevel } from '../../faces/alignment.ts';
import { openFaceFinder } from '../../faces/face-finder.ts';
import { faceModels } from '../../platform/node/models/face-models.ts';
import { openExplainer } from '../../platform/node/models/open-explainer.ts';
import { foundFaces, wholePictures } from '../../recognise/picture-faces.ts';
import type { ExplainedPicture } from '../../report/pages/explanation-page.ts';
import { type ComputeOptions, jobEngine } from '../job-engine.ts';
import { type JobEvent, note, progress } from '../job-event.ts';
import { type ExplainContext, explainPictures } from './explain-pictures.ts';
import { type ExplainedInput, openInput } from './explained-input.ts';
import type { ImageExplanation } from './image-explanation.ts';
import { meanFaces } from './mean-faces.ts';
import { softWords } from './soft-words.ts';
import { openNeighbours } from './training-neighbours.ts';
import { explanationFiles, mostShown, openExplanationFolder, writeExplanations } from './write-explanations.ts';

/** Options of `explainImages`. */
export interface ExplainImagesOptions extends ComputeOptions, ExplainedInput {
  /** Run folder, checkpoint file, or the name of a pack. */
  readonly run: string;
  /**
   * `find` (the default of image files): faces are found in whole pictures, and aligned; `crop`: each picture is a crop of one face, cut as in
   * training, as faces of a data set always are.
   */
  readonly faces?: 'find' | 'crop' | undefined;
  /** `gate` by default. */
  readonly method?: ExplanationMethod | undefined;
  /** The class to explain; by default the one that is recognised in each image. */
  readonly target?: string | undefined;
  /** The class that it is held against; by default the most similar other one. */
  readonly against?: string | undefined;
  /** Show this many training faces nearest to each face; none by default. */
  readonly nearest?: number | undefined;
  /** SPEC of what the run was trained on, where nearest faces are looked for; as the run's folder records it by default. */
  readonly training?: string | undefined;
  /** Folder for annotated pictures, explanations.json, summary.json and report.html; nothing is written without it. */
  readonly out?: string | undefined;
  readonly clip?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What `explainImages` reports as it goes. */
export type ExplainEvent = JobEvent | { readonly kind: 'explanation'; readonly explanation: ImageExplanation };

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
  const { run, data, method = 'gate', target, against, out, clip: clipName, signal } = options;
  if (data !== undefined && options.faces === 'find')
    throw new MpaferError('usage', 'Cannot find faces in those of a data set: they are crops already');
  const faces = data === undefined ? (options.faces ?? 'find') : 'crop';
  if (out !== undefined) await openExplanationFolder(out);
  await using engine = yield* jobEngine(options);
  const opened = await openExplainer(engine, run, clipName);
  const { explainer, clip } = opened;
  const { preprocessing } = clip;
  const verdict = verdictOf(opened.verdict, method);
  // What cannot be answered is refused before any image is read.
  await explainFaces(explainer, preprocessing, [], { method, target, against });
  const input = yield* openInput(options, run, explainer.classes);
  const neighbours = yield* openNeighbours(options, engine, opened);
  yield note(`${verdict.verdict}: ${verdict.text}`);

  const finder = faces === 'crop' ? undefined : await openFaceFinder(engine, await faceModels());
  // The very pixels that recognition sees.
  const crops = { side: clip.config.image.size, recipe: eyesLevel };
  const cut = finder === undefined ? wholePictures : foundFaces(finder, crops, {});
  const words = await softWords(engine, opened);
  const context: ExplainContext = {
    ...{ explainer, preprocessing, cut, method, target, against, verdict, words, neighbours, signal },
  };

  const rows: ImageExplanation[] = [];
  const pictures: ExplainedPicture[] = [];
  const means = meanFaces();
  let [done, failed] = [0, 0];
  for await (const batch of input.batches()) {
    if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while explaining images');
    // Of a data set, a page of all faces would be of no use.
    const isShown = out !== undefined && (data === undefined || pictures.length < mostShown);
    const found = await explainPictures(context, batch, isShown);
    for (const { row } of found) yield { kind: 'explanation', explanation: row };
    rows.push(...found.map(({ row }) => row));
    pictures.push(...found.flatMap(({ picture }) => picture ?? []));
    for (const { row, seen } of found) if (row.status === 'ok' && seen !== undefined) means.add(row.recognised, seen);
    failed += found.filter(({ row }) => row.status !== 'ok').length;
    done += batch.length;
    yield progress('images', done, input.count);
  }
  await neighbours?.release();
  await explainer.release();
  await cut.release();
  if (data !== undefined) yield* groupNotes(rows, explainer.classes);
  if (out !== undefined) {
    const title = `Why ${basename(run)} says so`;
    const { classes } = explainer;
    await writeExplanations(out, { title, method, verdict, classes, rows, pictures, means });
    yield note(`Report: ${join(out, explanationFiles.report)}`);
  }
  return { done, failed };
}

/** Where the maps of a data set's faces are, class by class. */
function* groupNotes(rows: readonly ImageExplanation[], classes: readonly string[]): Generator<JobEvent> {
  const explained = rows.flatMap((row) => (row.status === 'ok' ? [row] : []));
  if (explained.length === 0) return;
  for (const { recognised = 'all faces', faces, regions } of summariseExplanations(explained, classes).groups)
    yield note(`${recognised} (${faces}): ${largestRegions(regions).join(', ')}`);
}
