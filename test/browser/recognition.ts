// What the recognition page answers, and the small training run that it and Node both make.

import type { ExplanationMethod } from '../../src/evaluate/explanation.ts';

export interface RecognitionPage {
  digest(): Promise<string>;
  decoded(address: string): Promise<{ width: number; height: number; data: readonly number[] }>;
  /** The message of the failure. */
  undecodable(): Promise<string>;
  missingModel(): Promise<string>;
  /** The mean that a model's folder asks to subtract from each channel. */
  meanOf(address: string): Promise<readonly number[]>;
  /** Probabilities of each face, in order. */
  recognised(data: string): Promise<readonly (readonly number[])[]>;
  /** The map of each face under the pack that ships, in order. */
  explained(data: string, method: ExplanationMethod): Promise<readonly (readonly number[])[]>;
  /** The loss of each step. */
  trained(): Promise<readonly number[]>;
}

export const trainedTask = {
  data: 'synthetic:?count=32&size=48&seed=5',
  settings: { epochs: 1, batch: 8, warmupEpochs: 0, augmentation: {}, visualPrompts: 2, contextTokens: 2 },
};
