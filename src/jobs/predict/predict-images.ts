// Recognises face images one by one. Each gets a status; one that cannot be read does not stop the others.
import type { Precision } from '../../configuration/precision.ts';
import { MpaferError } from '../../core/errors.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { openRun } from '../../platform/node/models/open-run.ts';
import { zeroShotName } from '../../platform/node/models/packs.ts';
import type { RecognisedFace, Recogniser } from '../../recognise/load-run.ts';
import { type ProgressEvent, progress } from '../job-event.ts';
import { loadDescriptions } from '../load-descriptions.ts';
import { type Decoded, decodeSome, type Undecoded } from './decode-some.ts';

export interface PredictOptions {
  /** Run folder, checkpoint file, or a name that `openRun` knows. */
  readonly run: string;
  /** Paths of image files, each a crop of one face. */
  readonly images: AsyncIterable<string>;
  /** How many images there are, for progress; absent where that is not known. */
  readonly total?: number | undefined;
  readonly clip?: string | undefined;
  readonly precision?: Precision | undefined;
  /** Classes to choose among; for plain CLIP only. */
  readonly classes?: readonly string[] | undefined;
  /** JSON file {class: description or list of descriptions}; for plain CLIP only. */
  readonly descriptions?: string | undefined;
  readonly threads?: number | undefined;
}

export type Prediction =
  | ({ readonly image: string; readonly status: 'ok' } & Omit<RecognisedFace, 'patches'>)
  | Undecoded;

export type PredictEvent = ProgressEvent | { readonly kind: 'prediction'; readonly prediction: Prediction };

export interface PredictResult {
  readonly done: number;
  /** How many of them could not be read. */
  readonly failed: number;
}

/** Images recognised together. */
const chunk = 32;

/**
 * Recognises images in order and yields a prediction for each. Memory does not grow with their number.
 *
 * @returns how many images there were, and how many could not be read
 * @throws MpaferError `usage` for classes or descriptions of a trained run; `run`, `checkpoint`, `model`, `descriptions`
 */
export async function* predictImages(options: PredictOptions): AsyncGenerator<PredictEvent, PredictResult> {
  const { run, clip, precision, classes, descriptions, threads } = options;
  if (run !== zeroShotName && (classes !== undefined || descriptions !== undefined)) {
    throw new MpaferError('usage', `Cannot choose classes or descriptions for "${run}": a trained run has its own`, {
      hint: `Only ${zeroShotName} takes others`,
    });
  }
  const images = options.images[Symbol.asyncIterator]();
  await using engine = nodeEngine({ waiting: 'sleep', ...(threads !== undefined && { threads }) });
  let waiting = await take(images, chunk);
  const { recogniser } = await openRun(engine, run, {
    clip,
    precision,
    classes,
    descriptions: await loadDescriptions(descriptions),
  });
  let [done, failed] = [0, 0];
  while (waiting.length > 0) {
    const rows = await recogniseAll(recogniser, await decodeSome(waiting));
    done += rows.length;
    failed += rows.filter(({ status }) => status === 'failed').length;
    for (const prediction of rows) yield { kind: 'prediction', prediction };
    yield progress('images', done, options.total);
    waiting = [...waiting.slice(rows.length), ...(await take(images, rows.length))];
  }
  return { done, failed };
}

/** The next items, fewer at the end. */
async function take<T>(items: AsyncIterator<T>, most: number): Promise<readonly T[]> {
  const taken: T[] = [];
  while (taken.length < most) {
    const { value, done } = await items.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

async function recogniseAll(recogniser: Recogniser, decoded: readonly Decoded[]): Promise<Prediction[]> {
  const readable = decoded.flatMap((item) => ('picture' in item ? [item.picture] : []));
  const faces = readable.length === 0 ? [] : await recogniser.recognise(readable);
  let next = 0;
  return decoded.map((item): Prediction => {
    if (!('picture' in item)) return item;
    const { expression, probabilities } = faces[next++]!;
    return { image: item.image, status: 'ok', expression, probabilities };
  });
}
