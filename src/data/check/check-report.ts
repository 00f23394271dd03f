// The result of checking a data set.
import type { CountComparison } from '../compare-counts.ts';
import type { Split } from '../dataset.ts';
import type { DuplicateSummary } from './duplicate-groups.ts';
import type { MergedNames } from './merged-names.ts';
import type { TwinSummary } from './twin-summary.ts';

export type { CheckProgress } from './check-progress.ts';

export interface Unreadable {
  readonly count: number;
  /** The first few, each with the error. */
  readonly first: readonly { readonly id: string; readonly found: string }[];
}

/** What `checkDataset` found. */
export interface CheckReport {
  readonly name: string;
  /** Which of the layouts in circulation was found. */
  readonly layout: string | undefined;
  readonly protocol: string | undefined;
  readonly classes: readonly string[];
  /** Images of each class in each split, by name. */
  readonly counts: Readonly<Record<Split, Readonly<Record<string, number>>>>;
  /** Undefined if no counts are published. */
  readonly published: CountComparison | undefined;
  readonly notes: readonly string[];
  readonly images: number;
  /** Images with annotators' votes or other soft labels. */
  readonly withVotes: number;
  /** Listed files that cannot be read. */
  readonly missing: Unreadable;
  /** Files that are not images, or are damaged. */
  readonly corrupt: Unreadable;
  /** Most frequent first. */
  readonly sizes: readonly { readonly width: number; readonly height: number; readonly count: number }[];
  /** Images whose red, green and blue are equal in every pixel. */
  readonly grey: number;
  readonly duplicates: {
    /** Identical pixels. */
    readonly exact: DuplicateSummary;
    /** The same photograph rescaled, slightly cropped, recompressed or relit. */
    readonly near: DuplicateSummary & { readonly rule: string };
    /** Mirrored, turned or cropped copies in another split that are not among the near twins. */
    readonly transformed?: TwinSummary & { readonly rule: string };
  };
  /** Class folders of several names that were read as one class. */
  readonly merged?: readonly MergedNames[];
  /** Undefined if the data set does not say who is shown. */
  readonly subjects:
    | {
        readonly count: number;
        readonly inTwoSplits: { readonly count: number; readonly first: readonly string[] };
      }
    | undefined;
  /** Over names, splits, labels and votes; see `fingerprint`. */
  readonly fingerprint: string;
  /** SHA-256 over the name and pixels of every readable image: it changes with another crop or compression. */
  readonly pixelFingerprint: string;
}
