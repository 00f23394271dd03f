// Every option of the method, with the paper's values where they are known. See docs/paper-map.md.
import type { MarginWeights } from './losses/margin-penalty.ts';

/** Settings of the method: what is learned, how faces are compared, and the weight of each loss. */
export interface MethodOptions {
  /** M, learnable context tokens in front of a class name. */
  readonly contextTokens: number;
  /** One context for all classes instead of one for each. */
  readonly sharedContext: boolean;
  /** Words whose embeddings the context starts from, e.g. "a photo of a"; they set M (default: random with standard deviation 0.02). */
  readonly contextWords?: string | undefined;
  /** N_p, visual prompts per layer; 0 for text prompts only. */
  readonly visualPrompts: number;
  /** Number of layers with visual prompts, from the first (default: all). */
  readonly visualDepth?: number | undefined;
  /** 1: "a photo of [class]"; 2: "a photo of a person making a facial expression of [class]"; 3: type 2, then a description; 4: type 2, then action units. */
  readonly hardPrompt: 1 | 2 | 3 | 4;
  /** Mean of the k largest patch similarities (Eq. 8-9), at most N; 0 disables the local branch. */
  readonly topPatches: number;
  /** w_l, weight of the local similarity in the sum. */
  readonly localWeight: number;
  /** The feature of a patch: its token of the last layer, or the last layer's value path. */
  readonly localFeature: 'token' | 'value-path';
  /** How patches count: the k most similar of each class, or all, divided among the classes by balanced transport. */
  readonly localMatch: 'top' | 'transport';
  /** s, factor on similarities in the softmax (default: the model's own, 100 for OpenAI's). */
  readonly scale?: number | undefined;
  /** tau of both text alignments. */
  readonly textTemperature: number;
  /** L_ta, Eq. 1-2. */
  readonly tokenAlignment: boolean;
  /** L_pa, Eq. 3. */
  readonly promptAlignment: 'contrastive' | 'l1' | 'cosine' | 'none';
  /** L_v, Eq. 7. */
  readonly prototypeAlignment: 'cosine' | 'l1' | 'none';
  /** Training images per class that prototypes are computed from (default: all; Table 3). */
  readonly prototypeSamples?: number | undefined;
  /** A residual of the class vectors beside the prompts: none, or one that starts at zero or where a head on frozen features ends. */
  readonly residual: 'none' | 'zero' | 'taught';
  /** Tokens made of the hard prompts' features replace the context in the middle of the text tower (src/method/class-aware.ts). */
  readonly classAware: boolean;
  /** r: deep prompts of both towers are products of factors of this rank (src/method/low-rank-prompts.ts); 0 learns visual prompts freely. */
  readonly promptRank: number;
  /** r: query, key and value of both towers move by products of this rank (src/method/low-rank-weights.ts); 0 leaves them frozen. */
  readonly weightRank: number;
  /** Whether class vectors lose the shift that prompts give to all of them alike (src/method/drift-correction.ts). */
  readonly driftCorrection: boolean;
  /** Weight of the tie of class vectors to the hard prompts; by default 0, or what held-out faces choose where the residual is taught. */
  readonly textTie?: number | undefined;
  /** q of the classification loss: 0 is cross-entropy; towards 1, wrong labels pull less (src/method/losses/tolerant-cross-entropy.ts). */
  readonly noiseTolerance: number;
  /** Weight of the distance of image features from those of the frozen tower, as l1Alignment (PromptSRC: 10). */
  readonly imageConsistency: number;
  /** Weight of the divergence of scores from plain CLIP's (PromptSRC: 1). */
  readonly logitConsistency: number;
  /** Penalty on margins that are narrow or differ, with the weights of the two (2602.19024: 0.1 and 0.01); none by default. */
  readonly margin?: MarginWeights | undefined;
  /** Weight of the distance of the class vectors' mean and covariance from the hard prompts' (2602.19024: 5). */
  readonly textMoments: number;
  /** Weight of L_vt; 0 learns from the texts alone. */
  readonly alpha: number;
  /** Weight of L_ta + L_pa in Eq. 12. */
  readonly beta: number;
  /** Weight of L_v in Eq. 12. */
  readonly gamma: number;
}

/** How patches are compared with classes; the most similar count unless transport is asked for. */
export type LocalOptions = Pick<MethodOptions, 'topPatches' | 'localWeight' | 'localFeature'> &
  Partial<Pick<MethodOptions, 'localMatch'>>;

/** The paper's configuration; what it leaves open is as docs/paper-map.md argues. */
export const defaultMethod: MethodOptions = {
  contextTokens: 10,
  sharedContext: false,
  visualPrompts: 8,
  hardPrompt: 3,
  topPatches: 16,
  localWeight: 1,
  localFeature: 'token',
  localMatch: 'top',
  textTemperature: 0.07,
  tokenAlignment: true,
  promptAlignment: 'contrastive',
  prototypeAlignment: 'cosine',
  residual: 'none',
  classAware: false,
  promptRank: 0,
  weightRank: 0,
  driftCorrection: false,
  noiseTolerance: 0,
  imageConsistency: 0,
  logitConsistency: 0,
  textMoments: 0,
  alpha: 1,
  beta: 1,
  gamma: 1,
};
