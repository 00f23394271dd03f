// y = x W' + b.
import { linear } from '../graph/ops/linear.ts';
import type { Tensor } from '../graph/tensor.ts';

/** `weight` [O, I], `bias` [O]. */
export interface Linear {
  readonly weight: Tensor;
  readonly bias: Tensor;
}

/** `x` [..., I] mapped to [..., O]. */
export const linearLayer = (x: Tensor, { weight, bias }: Linear): Tensor => linear(x, weight, 'out-in', bias);
