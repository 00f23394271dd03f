// The settings of image augmentation, and the defaults of prompt learning.

/** A closed range, sampled uniformly. */
export type Range = readonly [least: number, most: number];

export interface Augmentation {
  /** Random resized crop: share of the area, and width over height (sampled log-uniformly). */
  readonly crop?: { readonly scale: Range; readonly ratio: Range } | undefined;
  /** Probability of a horizontal flip. */
  readonly flip?: number | undefined;
  /** Random erasing: a rectangle set to the mean; share of the area, and height over width. */
  readonly erase?: { readonly probability: number; readonly scale: Range; readonly ratio: Range } | undefined;
  /** Rotation by up to +-degrees, shift by up to +-share of the side, and zoom, about the centre. */
  readonly affine?:
    | {
        readonly probability: number;
        readonly degrees: number;
        readonly translate: number;
        readonly scale: Range;
      }
    | undefined;
  /** Brightness and contrast are multiplied by a factor from 1 - x to 1 + x. */
  readonly jitter?: { readonly brightness: number; readonly contrast: number } | undefined;
  /** Mixing of pairs in a batch: the share is drawn from Beta(mixup, mixup). */
  readonly mixup?: number | undefined;
}

/** Prompt learning: the paper names cropping and erasing; their ranges and the flip are chosen here. */
export const promptAugmentation: Augmentation = {
  crop: { scale: [0.8, 1], ratio: [3 / 4, 4 / 3] },
  flip: 0.5,
  erase: { probability: 0.25, scale: [0.02, 0.33], ratio: [0.3, 3.3] },
};

/** Samples a range uniformly. */
export const within = ([least, most]: Range, uniform: () => number): number => least + (most - least) * uniform();
