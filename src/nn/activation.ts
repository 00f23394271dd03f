// The two activations of CLIP's feed-forward layers.
import { add } from '../graph/ops/add.ts';
import { erf } from '../graph/ops/erf.ts';
import { multiply } from '../graph/ops/multiply.ts';
import { sigmoid } from '../graph/ops/sigmoid.ts';
import { scalar, type Tensor } from '../graph/tensor.ts';

export type Activation = (x: Tensor) => Tensor;

/** x sigmoid(1.702 x), as OpenAI's CLIP has it. */
export const quickGelu: Activation = (x) => multiply(x, sigmoid(multiply(x, scalar(1.702, x.type))));

/** x P(X <= x) for a Gaussian X, exact, by the error function. */
export const gelu: Activation = (x) =>
  multiply(multiply(x, scalar(0.5, x.type)), add(erf(multiply(x, scalar(Math.SQRT1_2, x.type))), scalar(1, x.type)));
