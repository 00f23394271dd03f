// The variants that experiments compare: named sets of settings that override the configuration.
import type { Configuration } from '../configuration/configuration.ts';
import { plural } from '../core/plural.ts';

export interface Variant {
  /** Short, used in file names and tables. */
  readonly name: string;
  readonly about: string;
  readonly settings: Readonly<Partial<Configuration>>;
}

const bare = {
  visualPrompts: 0,
  tokenAlignment: false,
  promptAlignment: 'none',
  prototypeAlignment: 'none',
  topPatches: 0,
  residual: 'none',
} as const;

const without = <Key extends keyof typeof bare>(...keys: readonly Key[]): Omit<typeof bare, Key> =>
  Object.fromEntries(Object.entries(bare).filter(([key]) => !keys.includes(key as Key))) as Omit<typeof bare, Key>;

/** Table 1: each row adds one component to the row before, with the configuration's values. */
export const componentLadder: readonly Variant[] = [
  { name: 'coop', about: 'text context only, cross-entropy (CoOp)', settings: bare },
  { name: 'visual', about: '+ deep visual prompts', settings: without('visualPrompts') },
  { name: 'prototypes', about: '+ prototype alignment', settings: without('visualPrompts', 'prototypeAlignment') },
  {
    name: 'soft-hard',
    about: '+ soft-hard alignment',
    settings: without('visualPrompts', 'prototypeAlignment', 'tokenAlignment', 'promptAlignment'),
  },
  { name: 'full', about: '+ global-local alignment (MPA-FER)', settings: {} },
];

/** The frozen text context when only images are prompted. */
const expressionSentence = 'a photo of a person making a facial expression of';

/** The field's baselines on the same data, reported together with zero-shot and the linear probe. */
export const baselines: readonly Variant[] = [
  { name: 'coop', about: 'text context only, cross-entropy (CoOp)', settings: bare },
  {
    name: 'kgcoop',
    // The squared distance of unit vectors is 2 (1 - cos); KgCoOp's code weights 1 - cos by 8.
    about: 'text context with a squared distance to the hard prompts (KgCoOp)',
    settings: { ...bare, promptAlignment: 'cosine', beta: 8 },
  },
  {
    name: 'visual-alone',
    about: `deep visual prompts only; the text stays "${expressionSentence} [class]"`,
    settings: {
      ...without('visualPrompts'),
      contextWords: expressionSentence,
      sharedContext: true,
      contextRate: 0,
      // The frozen context has gradients too; clipped together, they would slow the visual prompts down.
      clipGroups: 'each',
    },
  },
  { name: 'full', about: 'MPA-FER', settings: {} },
];

/** Settings of text prompts that start as the sentence of the hard prompts, on plain images. */
const sentence = { ...bare, contextWords: expressionSentence } as const;

/** The recipe for a few faces of each class, `configs/few-shot.json`: see docs/few-shots.md. */
export const fewShotRecipe: Variant = {
  name: 'few-shot',
  about: 'MPA-FER for few faces: a residual taught by augmented views, tied to the texts',
  settings: {
    ...sentence,
    residual: 'taught',
    residualViews: 8,
    residualRate: 0.05,
    promptAlignment: 'cosine',
    epochs: 2,
    learningRate: 0.002,
    warmupEpochs: 0,
    clipGroups: 'each',
  },
};

/** The residual by itself, to see which part of the recipe does what. */
const residuals: readonly Variant[] = [
  {
    name: 'residual',
    about: 'a residual from zero, trained with the context and tied to the texts by 1',
    settings: { ...sentence, residual: 'zero', textTie: 1, residualRate: 0.05 },
  },
  {
    name: 'taught-plain',
    about: 'the recipe without augmented views',
    settings: { ...fewShotRecipe.settings, residualViews: 0 },
  },
  {
    name: 'few-shot-visual',
    about: 'the recipe, then two visual prompts a layer for ten epochs, image features held to the frozen ones',
    settings: { ...fewShotRecipe.settings, visualPrompts: 2, epochs: 10, visualRate: 3, imageConsistency: 10 },
  },
];

/** Methods of the field beyond the baselines, as far as the objective has their parts. */
const others: readonly Variant[] = [
  {
    name: 'promptsrc',
    // Weights 25, 10 and 1, and epoch 15 of 20 with a deviation of 1, as in its code; descriptions stand for its 60 templates.
    about:
      'text and deep visual prompts, held to frozen texts, images and scores, averaged over epochs (PromptSRC, 2307.06948)',
    settings: {
      ...without('visualPrompts'),
      visualPrompts: 4,
      contextTokens: 4,
      promptAlignment: 'l1',
      beta: 25,
      imageConsistency: 10,
      logitConsistency: 1,
      average: { centre: 0.75, width: 0.05 },
    },
  },
  {
    name: 'protext',
    // A context that all classes share learns to say in a name what the descriptions say; images are not looked at.
    about: 'text prompts from descriptions alone, no image counts (ProText, 2401.02418)',
    settings: { ...sentence, sharedContext: true, alpha: 0, promptAlignment: 'l1', beta: 25 },
  },
  {
    name: 'tcp',
    about: 'one context for all classes, and tokens of each class made of its hard prompt (TCP, 2311.18231)',
    settings: {
      ...bare,
      sharedContext: true,
      contextWords: 'a photo of a',
      classAware: true,
      promptAlignment: 'cosine',
      beta: 8,
    },
  },
  {
    name: 'mmlop',
    // Four tokens, rank 1 and the weights of PromptSRC, on which it builds; descriptions stand for its templates.
    about:
      'deep prompts of both towers of rank 1 with a factor in common, held to frozen texts, images and scores, without drift (MMLoP, 2602.21397)',
    settings: {
      ...without('visualPrompts'),
      contextWords: 'a photo of a',
      contextRate: 0,
      sharedContext: true,
      visualPrompts: 4,
      promptRank: 1,
      driftCorrection: true,
      promptAlignment: 'l1',
      beta: 25,
      imageConsistency: 10,
      logitConsistency: 1,
      // The context stands still and has gradients all the same.
      clipGroups: 'each',
    },
  },
  {
    name: 'clip-lora',
    about:
      'no prompts: query, key and value of every layer of both towers move by rank 2, the text is "a photo of a [class]" (CLIP-LoRA, 2405.18541)',
    settings: {
      ...bare,
      contextWords: 'a photo of a',
      contextRate: 0,
      sharedContext: true,
      weightRank: 2,
      // Chosen among 0.03, 0.3, 1 and 3 on faces drawn with another seed than those that are measured.
      learningRate: 1,
      clipGroups: 'each',
    },
  },
  {
    name: 'coop-units',
    // As `kgcoop`, but for its anchors: what differs is the code in place of the descriptions.
    about:
      'text context held to hard prompts of action units instead of descriptions (attributes as in ATPrompt, 2412.09442)',
    settings: { ...bare, promptAlignment: 'cosine', beta: 8, hardPrompt: 4 },
  },
  {
    name: 'coop-transport',
    // Without visual prompts, as the rows that it is compared with: `coop`, and the same with the most similar patches.
    about:
      'CoOp and a local branch of value-path patches, divided among the classes by balanced transport (as 2210.01253, 2603.08347)',
    settings: { ...without('topPatches'), visualPrompts: 0, localFeature: 'value-path', localMatch: 'transport' },
  },
  {
    name: 'coop-patches',
    about: 'the same with the most similar patches of each class',
    settings: { ...without('topPatches'), visualPrompts: 0, localFeature: 'value-path' },
  },
  {
    name: 'coop-gce',
    about: 'CoOp with the generalised cross-entropy, q 0.7',
    settings: { ...bare, noiseTolerance: 0.7 },
  },
  {
    name: 'coop-calibrated',
    about: 'CoOp with margins that are alike and texts that keep their moments (2602.19024)',
    settings: { ...bare, margin: { mean: 0.1, variance: 0.01 }, textMoments: 5 },
  },
  { name: 'coop-mae', about: 'CoOp with the mean absolute error', settings: { ...bare, noiseTolerance: 1 } },
];

/** What the few-shot experiment trains beside the baselines and the ladder. */
export const fewShotVariants: readonly Variant[] = [fewShotRecipe, ...residuals, ...others];

/** Table 2: types of hard prompts. */
export const hardPromptTypes: readonly Variant[] = [
  { name: 'type-1', about: 'a photo of [class]', settings: { hardPrompt: 1 } },
  { name: 'type-2', about: 'a photo of a person making a facial expression of [class]', settings: { hardPrompt: 2 } },
  { name: 'type-3', about: 'type 2 with a description', settings: { hardPrompt: 3 } },
];

/** Table 3: number of images per class for the prototypes. */
export const prototypeSizes: readonly Variant[] = [
  ...[1, 4, 16, 64].map((samples) => ({
    name: `prototypes-${samples}`,
    about: `${plural(samples, 'image')} per class`,
    settings: { prototypeSamples: samples },
  })),
  { name: 'prototypes-all', about: 'all training images', settings: {} },
];

/** All other settings of the method, varied one at a time. */
export const switches: readonly Variant[] = [
  { name: 'default', about: 'the configuration, unchanged', settings: {} },
  { name: 'shared-context', about: 'one context for all classes', settings: { sharedContext: true } },
  { name: 'word-context', about: 'context starts from "a photo of a"', settings: { contextWords: 'a photo of a' } },
  { name: 'pa-l1', about: 'prompt alignment by l1 distance', settings: { promptAlignment: 'l1' } },
  { name: 'pa-cosine', about: 'prompt alignment by cosine (KgCoOp)', settings: { promptAlignment: 'cosine' } },
  { name: 'proto-l1', about: 'prototype alignment by l1 distance', settings: { prototypeAlignment: 'l1' } },
  { name: 'tau-0.01', about: 'text temperature 0.01', settings: { textTemperature: 0.01 } },
  ...[1, 4, 8, 32, 64].map((k) => ({
    name: `k-${k}`,
    about: `top ${plural(k, 'patch', 'patches')}`,
    settings: { topPatches: k },
  })),
  { name: 'value-path', about: 'local features from the value path', settings: { localFeature: 'value-path' } },
  ...[1, 4, 16].map((n) => ({
    name: `np-${n}`,
    about: `${n} visual prompts per layer`,
    settings: { visualPrompts: n },
  })),
  ...[1, 4, 16].map((m) => ({ name: `m-${m}`, about: `${m} context tokens`, settings: { contextTokens: m } })),
  { name: 'clip-each', about: 'gradients of each group clipped separately', settings: { clipGroups: 'each' } },
];

/** All experiments by name. */
export const experiments = {
  ladder: componentLadder,
  baselines,
  'hard-prompts': hardPromptTypes,
  prototypes: prototypeSizes,
  switches,
} as const satisfies Readonly<Record<string, readonly Variant[]>>;

export type ExperimentName = keyof typeof experiments;
