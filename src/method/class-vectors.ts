// The class vectors that faces are compared with: the text features of the soft prompts, moved by a residual where one is learned.
//
//   w_c = g_c / |g_c| + r_c
//
// A vector moves freely in the space of the text features, where a prompt reaches only what the frozen text tower can say (TaskRes,
// arXiv 2211.10277). Recognition knows nothing of it: w is what a checkpoint keeps as its text features.
import { add } from '../graph/ops/add.ts';
import type { Tensor } from '../graph/tensor.ts';
import { unitLength } from '../nn/cosine.ts';

/** @param text g [C, E] @param residual r [C, E] @returns w [C, E]; g itself without a residual */
export const classVectors = (text: Tensor, residual: Tensor | undefined): Tensor =>
  residual === undefined ? text : add(unitLength(text), residual);
