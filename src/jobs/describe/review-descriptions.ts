// Reviews a file of descriptions with a CLIP: how similar the classes are, which are twins, and which are not described.
import { MpaferError } from '../../core/errors.ts';
import { type Coverage, coverage } from '../../descriptions/coverage.ts';
import { type ClassPair, type Review, reviewDescriptions } from '../../descriptions/review.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import type { Descriptions } from '../../method/hard-prompt.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { embeddedClip, openClip } from '../../platform/node/models/models.ts';
import { loadDescriptions } from '../load-descriptions.ts';

/** Options of `reviewFile`. */
export interface ReviewOptions {
  /** JSON file of descriptions; the built-in set by default. */
  readonly file?: string | undefined;
  readonly clip?: string | undefined;
  /** Cosine similarity from which two classes are twins; 0.95 by default. */
  readonly threshold?: number | undefined;
  /** Classes that should be described. */
  readonly classes?: readonly string[] | undefined;
  readonly threads?: number | undefined;
}

/** What a review found in a file of descriptions. */
export interface DescriptionReview extends Review, Coverage {
  readonly clip: string;
  readonly threshold: number;
  /** Pairs at least as similar as the threshold, the most similar first. */
  readonly twins: readonly ClassPair[];
}

/**
 * Compares the descriptions of classes with each other.
 *
 * @throws MpaferError `descriptions` when the file is missing, empty or invalid; `text-too-long`, `model`, `tokenizer`
 * @example
 * ```ts
 * import { reviewFile } from 'mpafer/jobs';
 * const { missing, twins } = await reviewFile({ classes: ['happiness', 'sadness', 'boredom'] });
 * console.log(missing.map(({ name }) => name).join()); // boredom
 * console.log(twins.every(({ similarity }) => similarity >= 0.95)); // true
 * ```
 */
export async function reviewFile(options: ReviewOptions = {}): Promise<DescriptionReview> {
  const { file, threshold = 0.95, classes = [], threads } = options;
  const descriptions = await ownDescriptions(file);
  const clip = await openClip(options.clip ?? embeddedClip);
  await using engine = nodeEngine(threads === undefined ? {} : { threads });
  const review = await reviewDescriptions(engine, clip, descriptions);
  const twins = review.pairs.filter(({ similarity }) => similarity >= threshold);
  const { missing, unused } = coverage(classes, review.classes);
  return { clip: clip.name, threshold, ...review, twins, missing, unused: classes.length === 0 ? [] : unused };
}

/** The classes of the file, without the built-in ones. */
async function ownDescriptions(file: string | undefined): Promise<Descriptions> {
  const all = await loadDescriptions(file);
  if (file === undefined) return all;
  const own = Object.keys((await readJson(file, 'descriptions')) as object);
  if (own.length > 0) return Object.fromEntries(own.map((name) => [name, all[name]!]));
  throw new MpaferError('descriptions', `Cannot review "${file}": it describes no class`);
}
