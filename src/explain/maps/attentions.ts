// The attention of a recognition graph: its softmax tensors, which a map reads and a graph without tokens replaces.
import { softmaxOperator } from '../../graph/ops/softmax.ts';
import { inOrder } from '../../graph/order.ts';
import { isResultOf, type ResultOf, type Tensor } from '../../graph/tensor.ts';

/** Whether a tensor is the attention of a layer, [B, H, Q, K]: Q tokens that attend, K = 1 + N + P that are attended to. */
export const isAttention = (tensor: Tensor): tensor is ResultOf<typeof softmaxOperator> =>
  isResultOf(tensor, softmaxOperator) && tensor.shape.length === 4;

/** The attention of each layer that `results` depend on, first layer first. */
export const attentionsOf = (results: readonly Tensor[]): readonly Tensor[] => inOrder(results).filter(isAttention);
