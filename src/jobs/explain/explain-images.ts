// Explains what a run says of face images, one by one; with a folder, writes annotated pictures, JSON and a page.
import { basename } from 'node:path';
import { resizeToSquare } from '../../clip/preprocess.ts';
import { MpaferError } from '../../core/errors.ts';
import type { RgbImage } from '../../core/image.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import type { ExplanationMethod } from '../../evaluate/explanation.ts';
import { marginWords, shareWords } from '../../evaluate/explanation-words.ts';
import { verdictOf } from '../../evaluate/faithfulness-record.ts';
import { explainFaces } from '../../explain/explain-faces.ts';
import { pngUrl } from '../../platform/node/images/encode-image.ts';
import { openExplainer } from '../../platform/node/models/open-explainer.ts';
import type { ExplainedPicture } from '../../report/pages/explanation-page.ts';
import { type NoteEvent, note, type ProgressEvent, progress } from '../job-event.ts';
import { decodeSome } from './decode-some.ts';
import type { ImageExplanation } from './image-explanation.ts';
import { openExplanationFolder, writeExplanations } from './write-explanations.ts';

/** Options of `explainImages`. */
export interface ExplainImagesOptions {
  /** Run folder, checkpoint file, or the name of a pack. */
  readonly run: string;
  /** Paths of image files, each a crop of one face. */
  readonly images: AsyncIterable<string>;
  /** `gate` by default. */
  readonly method?: ExplanationMethod | undefined;
  /** The class to explain; by default the one that is recognised in each image. */
  readonly target?: string | undefined;
  /** The class that it is held against; by default the most similar other one. */
  readonly against?: string | undefined;
  /** Folder for annotated pictures, explanations.json and report.html; nothing is written without it. */
  readonly out?: string | undefined;
  readonly clip?: string | undefined;
  readonly threads?: number | undefined;
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
  /** How many of them could not be read. */
  readonly failed: number;
}

/** Images explained together, and side of a face in pages and pictures. */
const chunk = 16;
const side = 192;

/**
 * Explains images in order and yields an explanation for each.
 *
 * @returns how many images there were, and how many could not be read
 * @throws MpaferError `label` for a class that the run does not know; `run` for a run without a local branch and the method `patches`, or one
 *   that does not exist; `checkpoint`, `model`, `disk`, `aborted`
 */
export async function* explainImages(options: ExplainImagesOptions): AsyncGenerator<ExplainEvent, ExplainResult> {
  const { run, method = 'gate', target, against, out, clip: clipName, threads, signal } = options;
  if (out !== undefined) await openExplanationFolder(out);
  await using engine = nodeEngine(threads === undefined ? {} : { threads });
  const { explainer, clip, verdict: record } = await openExplainer(engine, run, clipName);
  const { preprocessing } = clip;
  const verdict = verdictOf(record, method);
  // What cannot be answered is refused before any image is read.
  await explainFaces(explainer, preprocessing, [], { method, target, against });
  yield note(`${verdict.verdict}: ${verdict.text}`);

  const rows: ImageExplanation[] = [];
  const pictures: ExplainedPicture[] = [];
  let failed = 0;
  const explainChunk = async (paths: readonly string[]): Promise<readonly ImageExplanation[]> => {
    const decoded = await decodeSome(paths);
    const faces: readonly RgbImage[] = decoded.flatMap((item) => ('picture' in item ? [item.picture] : []));
    const explained = await explainFaces(explainer, preprocessing, faces, { method, target, against });
    let next = 0;
    const found: ImageExplanation[] = [];
    for (const item of decoded) {
      if (!('picture' in item)) {
        failed++;
        found.push(item);
        continue;
      }
      const { expression, probabilities, explanation } = explained[next++]!;
      const words = { margin: marginWords(explanation), share: shareWords(explanation) };
      found.push({
        image: item.image,
        status: 'ok',
        recognised: expression,
        probabilities,
        ...explanation,
        words,
        verdict,
      });
      if (out === undefined) continue;
      const image = await pngUrl(resizeToSquare(item.picture, { ...preprocessing, size: side, edge: side }));
      pictures.push({ name: item.image, image, expression, confidence: probabilities[expression]!, explanation });
    }
    return found;
  };

  let waiting: string[] = [];
  async function* explainWaiting(least: number): AsyncGenerator<ExplainEvent> {
    while (waiting.length >= least && waiting.length > 0) {
      if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while explaining images');
      const found = await explainChunk(waiting.slice(0, chunk));
      waiting = waiting.slice(found.length);
      for (const explanation of found) yield { kind: 'explanation', explanation };
      rows.push(...found);
      yield progress('images', rows.length);
    }
  }
  for await (const image of options.images) {
    waiting.push(image);
    yield* explainWaiting(chunk);
  }
  yield* explainWaiting(1);
  await explainer.release();
  if (out !== undefined) {
    const title = `Why ${basename(run)} says so`;
    await writeExplanations(out, { title, method, verdict, rows, pictures });
    yield note(`Report: ${out}/report.html`);
  }
  return { done: rows.length, failed };
}
