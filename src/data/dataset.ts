// What every reader returns: named classes and a list of samples, each of which knows how to read its image.
import type { RgbImage } from '../core/image.ts';

export const splits = ['train', 'valid', 'test'] as const;

export type Split = (typeof splits)[number];

/** One labelled image. Nothing is read before `read()` is called. */
export interface Sample {
  /** Stable name, the same on every machine: for files the path relative to the dataset's folder, with `/`. */
  readonly id: string;
  readonly split: Split;
  /** Index into the dataset's `classes`. */
  readonly label: number;
  /** Votes of the annotators for each of `classes`, as cast, not normalised. */
  readonly votes?: readonly number[];
  /** Whoever is shown (subject): one group is never in two splits of a split that we make. */
  readonly group?: string;
  /** Reads and decodes the image. Throws `MpaferError` `data` (cannot be read) or `image` (cannot be decoded). */
  read(): Promise<RgbImage>;
}

export interface Dataset {
  /** Short name for tables, e.g. `ferplus`. */
  readonly name: string;
  /** Class names; the eight basic expressions under their canonical names and in their canonical order. */
  readonly classes: readonly string[];
  /** The SPEC that opened it without its path, e.g. `ck48:?fold=1`: what may be told to whoever has the data elsewhere. */
  readonly spec?: string;
  readonly samples: readonly Sample[];
  /** Faces drawn by code, not photographs of people: results say so, and pictures of them may be shown. */
  readonly drawn?: boolean;
  /** What was left out or decided, and why, with counts: one sentence each, for people. */
  readonly notes: readonly string[];
  /** Which of the layouts in circulation was found, for people, e.g. `official list, Image/aligned`. */
  readonly layout?: string;
  /** Under which rule labels and splits were made, as `publishedCounts` names it; absent where nothing is published. */
  readonly protocol?: string;
}

/** The samples of one split, in the dataset's order. */
export const ofSplit = (dataset: Dataset, split: Split): readonly Sample[] =>
  dataset.samples.filter((sample) => sample.split === split);

/** How many samples of each class a split holds, in the order of `classes`. */
export function countsPerClass(dataset: Dataset, split: Split): number[] {
  const counts = new Array<number>(dataset.classes.length).fill(0);
  for (const sample of dataset.samples) if (sample.split === split) counts[sample.label]!++;
  return counts;
}
