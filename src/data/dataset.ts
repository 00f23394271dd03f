// What every reader returns: class names and labelled samples that read their images on demand.
import type { RgbImage } from '../core/image.ts';
import type { SquareView, ViewedImage } from '../image/square.ts';

export const splits = ['train', 'valid', 'test'] as const;

/** A part of a data set. */
export type Split = (typeof splits)[number];

/** One split, or every face. */
export type SplitChoice = Split | 'all';

/** Where a face is in a photograph, in pixels; `right` and `bottom` are exclusive. */
export interface FaceBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The photograph that a face is cut out of. */
export interface FacePhoto {
  /** Throws as `Sample.read` does. */
  read(): Promise<RgbImage>;
  /** The box that the data set gives, which may reach beyond the photograph. */
  boxIn(photo: RgbImage): FaceBox;
}

/** One labelled image. Nothing is read before `read()` is called. */
export interface Sample {
  /** Stable name, the same on every machine: for files the path relative to the data set's folder, with `/`, in Unicode NFC. */
  readonly id: string;
  readonly split: Split;
  /** Index into the data set's `classes`. */
  readonly label: number;
  /** The annotators' votes for each of `classes`, as cast, not normalised. */
  readonly votes?: readonly number[];
  /** The person shown, or another unit that must stay together: splits dealt here never separate a group. */
  readonly group?: string;
  /**
   * Reads and decodes the image. Throws `MpaferError` `data` (cannot be read) or `image` (cannot be decoded).
   *
   * @param view the square of it that is wanted: a reader may reduce the image to it where that costs this thread nothing, and says so
   *   in the image's own `view`
   */
  read(view?: SquareView): Promise<ViewedImage>;
  /** Present where the data set cuts its faces out of photographs by boxes. */
  readonly photo?: FacePhoto;
  /** Checks that the image can be read without decoding it, and throws as `read` does. Absent where there is nothing to check. */
  check?(): Promise<void>;
}

/** The recipe that faces were aligned by, by name and numbers: fractions of the crop's side. */
export interface Alignment {
  readonly name: string;
  readonly eyeDistance: number;
  readonly eyeLine: number;
}

/** An open data set: its classes, and its samples in order; images are read when they are needed. */
export interface Dataset {
  /** Short name for tables, e.g. `ferplus`. */
  readonly name: string;
  /** Class names; the eight basic expressions under their canonical names and in their canonical order. */
  readonly classes: readonly string[];
  /** The SPEC that opened it, without its path, e.g. `ck48:?fold=1`: valid on any machine that has the data. */
  readonly spec?: string;
  readonly samples: readonly Sample[];
  /**
   * The splits that were assigned here and are not the set's own: all three for a set without splits, `['valid']` where
   * validation was taken out of training. Absent or empty where every split is the set's own.
   */
  readonly dealt?: readonly Split[];
  /** Faces drawn by code, not photographs of people: results say so, and pictures of them may be shown. */
  readonly drawn?: boolean;
  /** What was skipped or decided, and why, with counts: one sentence each, for people. */
  readonly notes: readonly string[];
  /** Which of the layouts in circulation was found, for people, e.g. `official list, Image/aligned`. */
  readonly layout?: string;
  /** How the faces were cut out, where `mpafer data align` did it; other sets are as they were published. */
  readonly alignment?: Alignment;
  /** What classes look like, by their names, where the data set says so itself. */
  readonly descriptions?: Readonly<Record<string, string>>;
  /** The rule by which labels and splits were made, as `publishedCounts` names it; absent where nothing is published. */
  readonly protocol?: string;
}

/**
 * The samples of one split, or all of them, in the data set's order.
 *
 * @example
 * ```ts
 * import { nodeDataHost, ofSplit, openDataset } from 'mpafer';
 * const dataset = await openDataset('synthetic:?count=64&size=48', nodeDataHost);
 * console.log(ofSplit(dataset, 'all').length); // 64
 * ```
 */
export const ofSplit = (dataset: Dataset, split: SplitChoice): readonly Sample[] =>
  split === 'all' ? dataset.samples : dataset.samples.filter((sample) => sample.split === split);

/**
 * How many samples of each class a split holds, in the order of `classes`.
 *
 * @example
 * ```ts
 * import { countsPerClass, nodeDataHost, openDataset } from 'mpafer';
 * const dataset = await openDataset('synthetic:?count=64&size=48', nodeDataHost);
 * console.log(countsPerClass(dataset, 'train').length === dataset.classes.length); // true
 * ```
 */
export function countsPerClass(dataset: Dataset, split: Split): number[] {
  const counts = new Array<number>(dataset.classes.length).fill(0);
  for (const sample of dataset.samples) if (sample.split === split) counts[sample.label]!++;
  return counts;
}
