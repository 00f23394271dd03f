// What may be chosen about FER2013.
import type { MissingPolicy } from '../layout/missing-images.ts';

export interface Fer2013Options {
  /** `drop` leaves out training images that have an exact duplicate in another split; `keep` is the default. */
  readonly duplicates?: 'keep' | 'drop';
  /** Default `refuse`. */
  readonly missing?: MissingPolicy;
}
