// The two activations of CLIP's feed-forward layers. Their factors are folded into the neighbouring linear maps.
import { add } from '../graph/ops/add.ts';
import { erf } from '../graph/ops/erf.ts';
import { multiply } from '../graph/ops/multiply.ts';
import { scaled } from '../graph/ops/scaled.ts';
import { silu } from '../graph/ops/silu.ts';
import { scalar, type Tensor } from '../graph/tensor.ts';

export type Activation = (x: Tensor) => Tensor;

/** x sigmoid(1.702 x), as OpenAI's CLIP has it. */
export const quickGelu: Activation = (x) => scaled(silu(scaled(x, 1.702)), 1 / 1.702);

/** x P(X <= x) for a Gaussian X, exact, by the error function. */
export const gelu: Activation = (x) => {
  const u = scaled(x, Math.SQRT1_2);
  return scaled(multiply(u, add(erf(u), scalar(1, x.type))), Math.SQRT1_2);
};
