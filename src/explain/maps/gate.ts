// The gate map: how the margin changes as a patch begins to be left out.
import { gradients } from '../../graph/gradients.ts';
import { add } from '../../graph/ops/add.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { reduceSum } from '../../graph/ops/reduce-sum.ts';
import { slice } from '../../graph/ops/slice.ts';
import { subtract } from '../../graph/ops/subtract.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { attentionsOf } from './attentions.ts';

/**
 * [B, N]: what the margin loses, to first order, when a patch is left out. A gate m_j is added to every score of attention for patch j, as a
 * mask is; at m = 0, dM/dm_j = sum over layers, heads and attending tokens q of A_qj (G_qj - sum_k A_qk G_qk), with G = dM/dA. One backward
 * pass gives it for all patches, where `occlusion` needs one forward pass for each. Its sign says for or against.
 *
 * @param margin a scalar: the sum of the margins of the batch
 * @param patches N
 */
export function gateMap(margin: Tensor, patches: number): Tensor {
  const attentions = attentionsOf([margin]);
  const slopes = gradients(margin, attentions);
  const parts = attentions.map((attention, layer) => {
    const product = multiply(attention, slopes[layer]!);
    const change = subtract(product, multiply(attention, reduceSum(product, [-1], true)));
    return slice(reduceSum(change, [1, 2]), 1, 1, 1 + patches);
  });
  return parts.reduce(add);
}
