// The options of the FER2013 readers.
import type { Random } from '../../../core/random.ts';
import type { MissingPolicy } from '../layout/missing-images.ts';

export interface Fer2013Options {
  /** Draws the splits that the files do not define; default `random(1)`. */
  readonly random?: Random;
  /** Fraction for validation if there is no such split: default 0.1 if the files define no splits at all, otherwise 0. */
  readonly valid?: number | undefined;
  /** Fraction for testing if there is no such split: default 0.2 if the files define no splits at all, otherwise 0. */
  readonly test?: number | undefined;
  /** `drop` skips training images that have an exact duplicate in another split; `keep` is the default. */
  readonly duplicates?: 'keep' | 'drop';
  /** What to do about missing images; default `refuse`. */
  readonly missing?: MissingPolicy;
}
