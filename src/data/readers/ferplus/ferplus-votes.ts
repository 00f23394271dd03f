// What every FERPlus layout yields: images with the votes of ten annotators.
import type { Split } from '../../dataset.ts';
import type { ImageSource } from '../layout/image-files.ts';

export interface VotedImage extends ImageSource {
  readonly id: string;
  /** In the order of `voteColumns`. */
  readonly votes: readonly number[];
  /** A training image with an exact duplicate in another split. */
  readonly twin: boolean;
}

export interface VotedImages {
  readonly layout: string;
  readonly parts: Readonly<Partial<Record<Split, readonly VotedImage[]>>>;
  /** Whether `twin` is known. */
  readonly twinsKnown: boolean;
}
