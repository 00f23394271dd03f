// Recognition of a face some of whose patches are left out: their tokens are attended to by no other, and are no evidence of their own.
import { fixed } from '../../core/shape.ts';
import { add } from '../../graph/ops/add.ts';
import { divide } from '../../graph/ops/divide.ts';
import { greater } from '../../graph/ops/greater.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { pad } from '../../graph/ops/pad.ts';
import { reduceSum } from '../../graph/ops/reduce-sum.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { softmax } from '../../graph/ops/softmax.ts';
import { subtract } from '../../graph/ops/subtract.ts';
import { topK } from '../../graph/ops/top-k.ts';
import { where } from '../../graph/ops/where.ts';
import { rewrite } from '../../graph/rewrite.ts';
import { scalar, type Tensor } from '../../graph/tensor.ts';
import type { Recognition } from '../../method/recogniser.ts';
import { fusedLogits } from '../../method/similarity.ts';
import { isAttention } from './attentions.ts';

/** Added to a score it leaves nothing of it after the softmax; a cosine less this is no longer among those of patches that are there. */
const far = 1e4;

/**
 * S [B, C] of the faces without the patches that `keep` leaves out. The same model: a vision transformer takes fewer tokens as it is
 * (Jain et al., ICLR 2022), so nothing is painted over. Of S^l, k' = min(k, patches that are there) remain; without any it is 0.
 *
 * @param keep [B, N], 1 for a patch that is there and 0 for one that is not
 */
export function withoutTokens(
  { globalSimilarity, patchSimilarity, topPatches }: Recognition,
  keep: Tensor,
  localWeight: number,
): Tensor {
  const batch = keep.shape[0]!;
  const patches = fixed(keep.shape, 1);
  const absent = multiply(subtract(keep, scalar(1, keep.type)), scalar(far, keep.type));
  const { global, local: cosine } = rewrite(
    { global: globalSimilarity, local: patchSimilarity ?? globalSimilarity },
    (tensor, [scores]) => {
      if (!isAttention(tensor)) return undefined;
      // The class token is always there, and so are prompts.
      const keys = fixed(tensor.shape, 3);
      const mask = pad(absent, 1, 1, keys - 1 - patches);
      return softmax(add(scores!, reshape(mask, [batch, 1, 1, keys])));
    },
  );
  if (topPatches === undefined) return fusedLogits(global, undefined, localWeight, 1);
  const k = fixed(topPatches.shape, 2);
  const { values } = topK(add(cosine, reshape(absent, [batch, 1, patches])), k);
  const zero = scalar(0, keep.type);
  const one = scalar(1, keep.type);
  const isThere = greater(values, scalar(-far / 2, keep.type));
  const count = reduceSum(where(isThere, one, zero), [-1]);
  const sum = reduceSum(where(isThere, values, zero), [-1]);
  const local = divide(sum, where(greater(count, zero), count, one));
  return fusedLogits(global, local, localWeight, 1);
}
