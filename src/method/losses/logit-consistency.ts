// What the prompted model says of a face, held to what the frozen one says (PromptSRC, arXiv 2307.06948).
//
//   L = (1/BC) sum_ic P0_ic (log P0_ic - log P_ic)
//
// P0 is plain CLIP on the hard prompts. 0 or more; 0 where both say the same. PromptSRC's code divides by B and C alike, and so is this.
import { logSoftmax } from '../../graph/ops/log-softmax.ts';
import { mean } from '../../graph/ops/mean.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { softmax } from '../../graph/ops/softmax.ts';
import { subtract } from '../../graph/ops/subtract.ts';
import type { Tensor } from '../../graph/tensor.ts';

/** @param logits [B, C] @param frozen [B, C], of the frozen model @returns scalar */
export const logitConsistency = (logits: Tensor, frozen: Tensor): Tensor =>
  mean(multiply(softmax(frozen), subtract(logSoftmax(frozen), logSoftmax(logits))));
