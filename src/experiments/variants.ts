// What an experiment compares: named rows, each a few settings written over the configuration.

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
} as const;

const without = <Key extends keyof typeof bare>(...keys: readonly Key[]): Omit<typeof bare, Key> =>
  Object.fromEntries(Object.entries(bare).filter(([key]) => !keys.includes(key as Key))) as Omit<typeof bare, Key>;

/** Table 1: each row adds one component to the row before; what is added takes the configuration's value. */
export const componentLadder: readonly Variant[] = [
  { name: 'coop', about: 'text context alone, cross-entropy (CoOp)', settings: bare },
  { name: 'visual', about: '+ deep visual prompts', settings: without('visualPrompts') },
  { name: 'prototypes', about: '+ prototype alignment', settings: without('visualPrompts', 'prototypeAlignment') },
  {
    name: 'soft-hard',
    about: '+ soft-hard alignment',
    settings: without('visualPrompts', 'prototypeAlignment', 'tokenAlignment', 'promptAlignment'),
  },
  { name: 'full', about: '+ global-local alignment (MPA-FER)', settings: {} },
];

/** A sentence that a frozen context can say: what stays of the text when images alone are prompted. */
const expressionSentence = 'a photo of a person making a facial expression of';

/** What the field compares with, on the same data with the same statistics; zero-shot and the linear probe stand beside them. */
export const baselines: readonly Variant[] = [
  { name: 'coop', about: 'text context alone, cross-entropy (CoOp)', settings: bare },
  {
    name: 'kgcoop',
    // At unit length the squared distance of two features is 2 (1 - cos); KgCoOp's code weighs 1 - cos by 8.
    about: 'text context held near the hard prompts by squared distance (KgCoOp)',
    settings: { ...bare, promptAlignment: 'cosine', beta: 8 },
  },
  {
    name: 'visual-alone',
    about: `deep visual prompts alone; the text stays "${expressionSentence} [class]"`,
    settings: {
      ...without('visualPrompts'),
      contextWords: expressionSentence,
      sharedContext: true,
      contextRate: 0,
      // The frozen context has gradients too: together they would hold the visual prompts back.
      clipGroups: 'each',
    },
  },
  { name: 'full', about: 'MPA-FER', settings: {} },
];

/** Table 2: what the hard prompts say. */
export const hardPromptTypes: readonly Variant[] = [
  { name: 'type-1', about: 'a photo of [class]', settings: { hardPrompt: 1 } },
  { name: 'type-2', about: 'a photo of a person making a facial expression of [class]', settings: { hardPrompt: 2 } },
  { name: 'type-3', about: 'type 2, then a description', settings: { hardPrompt: 3 } },
];

/** Table 3: how many images a class the prototypes are made of. */
export const prototypeSizes: readonly Variant[] = [
  ...[1, 4, 16, 64].map((samples) => ({
    name: `prototypes-${samples}`,
    about: `${plural(samples, 'image')} a class`,
    settings: { prototypeSamples: samples },
  })),
  { name: 'prototypes-all', about: 'all training images', settings: {} },
];

/** Every other switch of the method, one at a time, around the configuration. */
export const switches: readonly Variant[] = [
  { name: 'default', about: 'the configuration as it is', settings: {} },
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
  ...[1, 4, 16].map((n) => ({ name: `np-${n}`, about: `${n} visual prompts a layer`, settings: { visualPrompts: n } })),
  ...[1, 4, 16].map((m) => ({ name: `m-${m}`, about: `${m} context tokens`, settings: { contextTokens: m } })),
  { name: 'clip-each', about: 'gradients of each group clipped by themselves', settings: { clipGroups: 'each' } },
];

/** The experiments by the name that the command line gives them. */
export const experiments = {
  ladder: componentLadder,
  baselines,
  'hard-prompts': hardPromptTypes,
  prototypes: prototypeSizes,
  switches,
} as const satisfies Readonly<Record<string, readonly Variant[]>>;

export type ExperimentName = keyof typeof experiments;
