// What the layouts of AffectNet have in common: their options and what they yield.
import type { Random } from '../../../core/random.ts';
import type { Split } from '../../dataset.ts';
import type { Expression } from '../../expressions.ts';
import type { FaceBox } from '../layout/face-box.ts';
import type { MissingPolicy } from '../layout/missing-images.ts';

export interface AffectnetOptions {
  /** Deals splits where the layout has none, or no validation split. */
  readonly random: Random;
  /** 7 leaves contempt out. By default all that are there. */
  readonly classes?: 7 | 8;
  /** Share of the training images for validation; default 0, as published. */
  readonly valid?: number | undefined;
  /** Default `refuse`. */
  readonly missing?: MissingPolicy;
}

export interface AffectnetImage {
  readonly id: string;
  /** As the disk writes it, where it differs. */
  readonly path?: string | undefined;
  /** Undefined where the layout names no splits. */
  readonly split: Split | undefined;
  readonly className: Expression;
  /** Where the face is, when the image is a whole photograph. */
  readonly box?: FaceBox;
}

export interface AffectnetLayout {
  readonly layout: string;
  readonly images: readonly AffectnetImage[];
  /** A copy of a part, which is not comparable to the benchmark: no published counts. */
  readonly partial?: boolean;
}
