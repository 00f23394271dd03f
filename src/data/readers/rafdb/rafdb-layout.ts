// What the layouts of RAF-DB have in common: their options and what they yield.
import type { Random } from '../../../core/random.ts';
import type { Split } from '../../dataset.ts';
import type { Expression } from '../../expressions.ts';
import type { FaceBox } from '../layout/face-box.ts';
import type { MissingPolicy } from '../layout/missing-images.ts';

/** Folders of images in `Image/`, the aligned ones first. */
export const rafdbImages = ['aligned', 'aligned_224', 'original'] as const;

export interface RafdbOptions {
  /** Deals the validation split. */
  readonly random: Random;
  /** Which of the image folders, where a list names the images; by default the first that exists. Originals are cut by their boxes. */
  readonly images?: (typeof rafdbImages)[number];
  /** Share of the training images for validation; default 0, as published. */
  readonly valid?: number | undefined;
  /** Default `refuse`. */
  readonly missing?: MissingPolicy;
}

export interface RafdbImage {
  readonly id: string;
  /** As the disk writes it, where it differs. */
  readonly path?: string | undefined;
  readonly split: Split;
  readonly className: Expression;
  /** Where the face is, when the image is a whole photograph. */
  readonly box?: FaceBox;
}

export interface RafdbLayout {
  readonly layout: string;
  readonly images: readonly RafdbImage[];
  /** Class folders were numbered 0-6, so only the counts tell whether they are what they seem. */
  readonly unsure?: boolean;
}
