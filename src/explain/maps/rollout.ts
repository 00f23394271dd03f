// Attention rollout: attention multiplied through the layers. The same map for every class, so a control rather than an explanation.
import { add } from '../../graph/ops/add.ts';
import { divide } from '../../graph/ops/divide.ts';
import { matMul } from '../../graph/ops/mat-mul.ts';
import { mean } from '../../graph/ops/mean.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { reduceSum } from '../../graph/ops/reduce-sum.ts';
import { slice } from '../../graph/ops/slice.ts';
import { scalar, type Tensor } from '../../graph/tensor.ts';
import { attentionsOf } from './attentions.ts';
import { attendingRow, classTokenRow, patchesOf } from './relevance.ts';

/**
 * [B, N]: the class token's row of the product of (A + I) / 2 over the layers, A the mean of the heads without the prompts, its rows summing
 * to 1 (Abnar and Zuidema, ACL 2020).
 *
 * @param result any tensor that depends on the attention
 * @param patches N
 */
export function rollout(result: Tensor, patches: number): Tensor {
  const attentions = attentionsOf([result]);
  let row = classTokenRow(attentions[0]!, patches);
  for (const attention of attentions.toReversed()) {
    const own = slice(mean(attention, [1]), 2, 0, 1 + patches);
    const flow = divide(own, reduceSum(own, [-1], true));
    row = multiply(add(row, matMul(attendingRow(row, attention), flow)), scalar(0.5, row.type));
  }
  return patchesOf(row, patches);
}
