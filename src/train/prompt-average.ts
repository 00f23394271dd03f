// Prompts averaged over epochs, each epoch weighed by a Gaussian about one of them (PromptSRC, arXiv 2307.06948).
//
//   p = sum_e w_e p_e / sum_e w_e,  w_e = exp(-((e / E - centre) / width)^2 / 2)
//
// Early epochs have learned little and late ones overfit. Training continues from the prompts themselves; the average of the epochs so far is
// what is evaluated and kept.
import { float32 } from '../core/array.ts';
import { mapPrompts, type PromptArrays } from '../method/prompts.ts';

/** Shares of the run: PromptSRC's code takes epoch 15 of 20, with a deviation of 1. */
export interface AverageRule {
  readonly centre: number;
  readonly width: number;
}

export interface PromptAverage {
  /** Sum of the weights so far. */
  readonly weight: number;
  readonly prompts: PromptArrays;
}

/** The average with one more epoch. @param epoch those done, from 1 @param epochs of the run */
export function averaged(
  before: PromptAverage | undefined,
  prompts: PromptArrays,
  { centre, width }: AverageRule,
  { epoch, epochs }: { readonly epoch: number; readonly epochs: number },
): PromptAverage {
  const own = Math.exp(-(((epoch / epochs - centre) / width) ** 2) / 2);
  const weight = (before?.weight ?? 0) + own;
  // Of epochs that are all too far from the centre for a weight above 0, the latest stands.
  const share = weight === 0 ? 1 : own / weight;
  const mixed = mapPrompts(prompts, ({ data, shape }, kind) => {
    const earlier = before?.prompts[kind]?.data ?? data;
    return float32(
      Float32Array.from(data, (value, at) => earlier[at]! + share * (value - earlier[at]!)),
      shape,
    );
  });
  return { weight, prompts: mixed };
}
