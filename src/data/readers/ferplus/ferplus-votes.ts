// What the layouts of FERPlus yield: images with the votes of ten annotators.
import type { Sample, Split } from '../../dataset.ts';

export interface VotedImage {
  readonly id: string;
  /** In the order of `voteColumns`. */
  readonly votes: readonly number[];
  /** A training image with an exact duplicate in another split. */
  readonly twin: boolean;
  readonly read: Sample['read'];
}

export interface VotedImages {
  readonly layout: string;
  readonly parts: Readonly<Partial<Record<Split, readonly VotedImage[]>>>;
  /** Whether `twin` is known. */
  readonly twinsKnown: boolean;
}
