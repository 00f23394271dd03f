// The record of a study of faithfulness: plain data, from which verdicts and pages are made.
import type { ExplanationMethod } from '../../evaluate/explanation.ts';
import type { RemovalScores } from './curve-scores.ts';
import type { Likeness } from './other-tests.ts';
import type { PlantedResult } from './planted-test.ts';
import type { Plausibility } from './plausibility.ts';
import type { Randomised } from './randomised.ts';
import type { Removal } from './removal.ts';

export interface FaithfulnessStudy {
  readonly methods: readonly ExplanationMethod[];
  readonly faces: number;
  /** Share of faces whose label is recognised. */
  readonly accuracy: number;
  /** Mean of |dS_l| / (|dS_g| + |dS_l|): what the map of patches can explain at most. */
  readonly localShare: number;
  readonly removals: readonly RemovalScores[];
  /** Kendall's tau of the order of maps, for each pair of removals. */
  readonly agreement: readonly { readonly removals: readonly [Removal, Removal]; readonly tau: number }[];
  readonly randomised: Randomised;
  /** Of each method: Spearman's correlation with the map of two other classes. */
  readonly classes: { readonly faces: number; readonly correlation: Readonly<Record<string, number>> };
  readonly planted: readonly PlantedResult[];
  /** By change, then by method. */
  readonly stability: {
    readonly faces: number;
    readonly changes: Readonly<Record<string, Readonly<Record<string, Likeness>>>>;
  };
  /** Whether maps are where people are taught to look: not a test of whether they are true. */
  readonly plausibility: Plausibility;
  readonly regions: {
    readonly faces: number;
    /** Spearman's correlation over regions of what a map says and what the margin loses without them. */
    readonly correlation: Readonly<Record<string, number>>;
    /** Share of each region of a method's positive values, for all faces and for those of each class; and its share of the patches. */
    readonly shares: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;
    readonly area: Readonly<Record<string, number>>;
    /** Mean loss of margin without each region. */
    readonly losses: Readonly<Record<string, number>>;
  };
}
