// What the AffectNet layouts have in common: their options and what they yield.
import type { Random } from '../../../core/random.ts';
import type { Split } from '../../dataset.ts';
import type { Expression } from '../../expressions.ts';
import type { FaceBox } from '../layout/face-box.ts';
import type { MissingPolicy } from '../layout/missing-images.ts';

export interface AffectnetOptions {
  /** Draws splits that the layout does not define. */
  readonly random: Random;
  /** 7 skips contempt; by default all classes found. */
  readonly classes?: 7 | 8;
  /** Fraction of the training images used for validation; default 0, as published. */
  readonly valid?: number | undefined;
  /** What to do about missing images; default `refuse`. */
  readonly missing?: MissingPolicy;
}

export interface AffectnetImage {
  readonly id: string;
  /** As spelled on disk, if different. */
  readonly path?: string | undefined;
  /** Undefined if the layout defines no splits. */
  readonly split: Split | undefined;
  readonly className: Expression;
  /** Where the face is, if the image is a whole photograph. */
  readonly box?: FaceBox;
}

export interface AffectnetLayout {
  readonly layout: string;
  readonly images: readonly AffectnetImage[];
  /** Whether it is only a subset, which is not comparable to the benchmark and has no published counts. */
  readonly partial?: boolean;
}
