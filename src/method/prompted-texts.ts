// What prompts make of the classes: the soft prompts as the text tower reads them, and the class vectors that faces are compared with.
import type { ClipConfig } from '../clip/config.ts';
import type { ClipWeights } from '../clip/weights.ts';
import type { Tensor } from '../graph/tensor.ts';
import { classAwareContexts } from './class-aware.ts';
import { classVectors } from './class-vectors.ts';
import { withoutDrift } from './drift-correction.ts';
import { lowRankContexts } from './low-rank-prompts.ts';
import { adaptedTower } from './low-rank-weights.ts';
import type { MethodOptions } from './options.ts';
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
  /** w [C, E]: g, without its drift where that is corrected, or at unit length with the residual. */
  readonly vectors: Tensor;
}

/** @param hardText g* [C, E] */
export function promptedTexts(
  { config, weights, classTokens, fullStop }: PromptReader,
  { context, residual, bottleneck, factors, textWeights }: Prompts,
  hardText: Tensor,
  { driftCorrection }: Pick<MethodOptions, 'driftCorrection'>,
): PromptedTexts {
  const lowRank = factors && lowRankContexts(context, factors, config, classTokens.length);
  const later = bottleneck ? classAwareContexts(bottleneck, hardText, config) : lowRank?.later;
  const soft = softPrompts(
    adaptedTower(weights.text, textWeights),
    config,
    lowRank?.first ?? context,
    classTokens,
    fullStop,
    later,
  );
  const text = driftCorrection ? withoutDrift(soft.text, hardText) : soft.text;
  return { ...soft, vectors: classVectors(text, residual) };
}
