// Records of explanations: what pages draw and files hold. Plain data.

/**
 * How a map is made. `gate` follows the margin's derivative for leaving a patch out, `gradient` is Chefer's relevance, `patches` the cosines that the
 * local similarity is made of, `occlusion` leaves out one patch after the other, and `rollout` multiplies attention: a control, known to be poor.
 */
export const explanationMethods = ['gate', 'gradient', 'patches', 'occlusion', 'rollout'] as const;

/** A way to make a map. */
export type ExplanationMethod = (typeof explanationMethods)[number];

/** What one map says, in words. */
export interface MapDescription {
  /** What it shows, without a full stop. */
  readonly about: string;
  /** The unit of its values. */
  readonly unit: string;
  /** Whether values below 0 speak against the class; else larger is merely more. */
  readonly signed: boolean;
}

export const mapDescriptions: Readonly<Record<ExplanationMethod, MapDescription>> = {
  gate: {
    about: 'first-order estimate of how much of the margin is lost when a patch is left out',
    unit: 'margin (cosine)',
    signed: true,
  },
  gradient: {
    about: 'relevance by attention and its gradient (Chefer et al. 2021)',
    unit: 'relevance (no unit)',
    signed: false,
  },
  patches: { about: 'similarity of each patch with the text of the class', unit: 'cosine', signed: false },
  occlusion: {
    about: 'how much of the margin is lost when a patch is left out',
    unit: 'margin (cosine)',
    signed: true,
  },
  rollout: {
    about: 'attention multiplied through the layers, the same for every class: a control, not an explanation',
    unit: 'share of attention',
    signed: false,
  },
};

/** A map over the patches of a face, row by row from the top left. */
export interface PatchMap {
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly number[];
}

/**
 * The margin of a class over another, S = S^g + w S^l, split exactly: `total` = `global` + `local`, in cosines. A map of patches
 * explains the local part only.
 */
export interface MarginParts {
  readonly total: number;
  /** From the face as a whole. */
  readonly global: number;
  /** From the k best patches of each class, times w; 0 without a local branch. */
  readonly local: number;
  /** |local| / (|global| + |local|), 0 to 1: what the map of patches explains of the margin. */
  readonly localShare: number;
}

/** What speaks for a class rather than another: the exact parts of the margin, and a map. */
export interface Explanation {
  readonly method: ExplanationMethod;
  /** The class explained, and the one that it is held against. */
  readonly expression: string;
  readonly against: string;
  readonly margin: MarginParts;
  readonly map: PatchMap;
  /** Of `patches`: what speaks for the class rather than the other, A_c - A_c'. */
  readonly contrast?: PatchMap;
  /** Of `patches`: the k patches that S^l of the class is made of, most similar first. */
  readonly topPatches?: readonly number[];
}
