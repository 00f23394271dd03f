// What may be chosen about FER2013.
import type { Random } from '../../../core/random.ts';
import type { MissingPolicy } from '../layout/missing-images.ts';

export interface Fer2013Options {
  /** Deals the splits that the files do not name; default `random(1)`. */
  readonly random?: Random;
  /** Share for validation where there is none: default 0.1 of files without any split, otherwise 0. */
  readonly valid?: number | undefined;
  /** Share for the test split where there is none: default 0.2 of files without any split, otherwise 0. */
  readonly test?: number | undefined;
  /** `drop` leaves out training images that have an exact duplicate in another split; `keep` is the default. */
  readonly duplicates?: 'keep' | 'drop';
  /** Default `refuse`. */
  readonly missing?: MissingPolicy;
}
