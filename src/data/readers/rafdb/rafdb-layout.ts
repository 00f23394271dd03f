// What the RAF-DB layouts have in common: their options and what they yield.
import type { Random } from '../../../core/random.ts';
import type { Split } from '../../dataset.ts';
import type { Expression } from '../../expressions.ts';
import type { FaceBox } from '../layout/face-box.ts';
import type { MissingPolicy } from '../layout/missing-images.ts';

/** Image folders in `Image/`, aligned ones first. */
export const rafdbImages = ['aligned', 'aligned_224', 'original'] as const;

export interface RafdbOptions {
  /** Draws the validation split. */
  readonly random: Random;
  /** The image folder to use with a label list; by default the first that exists. Original photographs are cropped by their boxes. */
  readonly images?: (typeof rafdbImages)[number];
  /** Fraction of the training images used for validation; default 0, as published. */
  readonly valid?: number | undefined;
  /** What to do about missing images; default `refuse`. */
  readonly missing?: MissingPolicy;
}

export interface RafdbImage {
  readonly id: string;
  /** As spelled on disk, if different. */
  readonly path?: string | undefined;
  readonly split: Split;
  readonly className: Expression;
  /** Where the face is, if the image is a whole photograph. */
  readonly box?: FaceBox;
}

export interface RafdbLayout {
  readonly layout: string;
  readonly images: readonly RafdbImage[];
  /** Whether class folders were numbered 0-6, so that only the counts can confirm their order. */
  readonly unsure?: boolean;
}
