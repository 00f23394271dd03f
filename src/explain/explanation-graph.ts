// Everything that explains a face, as one graph: the score and its parts, the maps, and the score without some of its patches.
import { fixed } from '../core/shape.ts';
import { multiply } from '../graph/ops/multiply.ts';
import { reduceSum } from '../graph/ops/reduce-sum.ts';
import type { Tensor } from '../graph/tensor.ts';
import { type Recognition, type RecognitionInput, recognise, type ScoreOptions } from '../method/recogniser.ts';
import { gateMap } from './maps/gate.ts';
import { relevance } from './maps/relevance.ts';
import { rollout } from './maps/rollout.ts';
import { withoutTokens } from './maps/without-tokens.ts';

export interface ExplanationGraph {
  /** S [B, C] and its parts, in cosines: the factor s is 1. */
  readonly recognition: Recognition;
  /** [B, N] */
  readonly gate: Tensor;
  /** [B, N] */
  readonly gradient: Tensor;
  /** [B, N] */
  readonly rollout: Tensor;
  /** [B, C] */
  readonly without: Tensor;
}

export interface ExplanationInput extends RecognitionInput {
  /** [B, C], 1 for the class that is explained and -1 for the one that it is held against. */
  readonly contrast: Tensor;
  /** [B, N], 1 for a patch that is there and 0 for one that is left out. */
  readonly keep: Tensor;
}

/** What is not used is never computed. */
export function explanationGraph(
  { contrast, keep, ...input }: ExplanationInput,
  options: Omit<ScoreOptions, 'scale'>,
): ExplanationGraph {
  const recognition = recognise(input, { ...options, scale: 1 });
  const margin = reduceSum(multiply(recognition.logits, contrast));
  const patches = fixed(keep.shape, 1);
  return {
    recognition,
    gate: gateMap(margin, patches),
    gradient: relevance(margin, patches),
    rollout: rollout(margin, patches),
    without: withoutTokens(recognition, keep, options.localWeight),
  };
}
