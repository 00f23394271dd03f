// Text features without the shift that all of them have in common (uniform drift correction of MMLoP, arXiv 2602.21397).
//
//   g'_c = g_c / |g_c| - d,   d = mean_c (g_c / |g_c| - g*_c / |g*_c|)
//
// What prompts do to all classes alike says nothing about any of them, but turns every cosine with a face.
import { mean } from '../graph/ops/mean.ts';
import { subtract } from '../graph/ops/subtract.ts';
import type { Tensor } from '../graph/tensor.ts';
import { unitLength } from '../nn/cosine.ts';

/** @param text g [C, E] @param hardText g* [C, E], both of any length @returns g' [C, E], nearly of unit length */
export function withoutDrift(text: Tensor, hardText: Tensor): Tensor {
  const own = unitLength(text);
  return subtract(own, mean(subtract(own, unitLength(hardText)), [0], true));
}
