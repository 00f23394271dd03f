// What prompts make of the classes: the soft prompts as the text tower reads them, and the class vectors that faces are compared with.
import type { ClipConfig } from '../clip/config.ts';
import type { ClipWeights } from '../clip/weights.ts';
import type { Tensor } from '../graph/tensor.ts';
import { classAwareContexts } from './class-aware.ts';
import { classVectors } from './class-vectors.ts';
import type { Prompts } from './prompts.ts';
import { type ClassTokens, type SoftPrompts, softPrompts } from './soft-prompt.ts';

/** The frozen model as prompts are read by it, and the classes as tokens. */
export interface PromptReader {
  readonly config: ClipConfig;
  readonly weights: ClipWeights<Tensor>;
  readonly classTokens: readonly ClassTokens[];
  readonly fullStop: number;
}

export interface PromptedTexts extends SoftPrompts {
  /** w [C, E]: g, or g at unit length with the residual. */
  readonly vectors: Tensor;
}

/** @param hardText g* [C, E] */
export function promptedTexts(
  { config, weights, classTokens, fullStop }: PromptReader,
  { context, residual, bottleneck }: Prompts,
  hardText: Tensor,
): PromptedTexts {
  const contexts = bottleneck && classAwareContexts(bottleneck, hardText, config);
  const soft = softPrompts(weights.text, config, context, classTokens, fullStop, contexts);
  return { ...soft, vectors: classVectors(soft.text, residual) };
}
