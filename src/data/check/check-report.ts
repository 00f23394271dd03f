// What a check of a dataset finds.
import type { CountComparison } from '../compare-counts.ts';
import type { Split } from '../dataset.ts';
import type { DuplicateSummary } from './duplicate-groups.ts';

export interface Unreadable {
  readonly count: number;
  /** The first of them, with what was found. */
  readonly first: readonly { readonly id: string; readonly found: string }[];
}

export interface CheckReport {
  readonly name: string;
  /** Which of the layouts in circulation it has. */
  readonly layout: string | undefined;
  readonly protocol: string | undefined;
  readonly classes: readonly string[];
  /** Images of each class in each split, by name. */
  readonly counts: Readonly<Record<Split, Readonly<Record<string, number>>>>;
  /** Undefined where nothing is published to compare with. */
  readonly published: CountComparison | undefined;
  readonly notes: readonly string[];
  readonly images: number;
  /** Images with votes of several annotators, or other soft labels. */
  readonly withVotes: number;
  /** Files that a list names and that cannot be read. */
  readonly missing: Unreadable;
  /** Files that are no image, or a damaged one. */
  readonly corrupt: Unreadable;
  /** Most frequent first. */
  readonly sizes: readonly { readonly width: number; readonly height: number; readonly count: number }[];
  /** Images whose red, green and blue are the same everywhere. */
  readonly grey: number;
  readonly duplicates: {
    /** The same pixels, all of them. */
    readonly exact: DuplicateSummary;
    /** The same photograph otherwise: scaled, cropped a little, compressed or lit anew. */
    readonly near: DuplicateSummary & { readonly rule: string };
  };
  /** Undefined where a set does not say who is shown. */
  readonly subjects:
    | {
        readonly count: number;
        readonly inTwoSplits: { readonly count: number; readonly first: readonly string[] };
      }
    | undefined;
  /** Of names, splits, labels and votes; see `fingerprint`. */
  readonly fingerprint: string;
  /** SHA-256 over the name and the pixels of every readable image: another crop or compression gives another. */
  readonly pixelFingerprint: string;
}

export interface CheckProgress {
  readonly doing: 'reading' | 'comparing';
  readonly done: number;
  readonly of: number;
}
