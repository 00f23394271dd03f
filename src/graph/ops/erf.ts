// Elementwise error function, for exact GELU. d/dx = 2 / sqrt(pi) e^(-x^2).
import { apply, type Operator, scalar, type Tensor } from '../tensor.ts';
import { exp } from './exp.ts';
import { multiply } from './multiply.ts';
import { negate } from './negate.ts';

/** erf x. */
export const erf = (x: Tensor): Tensor => apply(erfOperator, [x]);

export const erfOperator: Operator = {
  name: 'erf',
  infer: ([x]) => [{ shape: x!.shape, type: x!.type }],
  emit: ({ inputs }, emitter) => emitter.node('Erf', inputs),
  derive: (y, gradient) => [
    multiply(
      gradient,
      multiply(scalar(2 / Math.sqrt(Math.PI), y.type), exp(negate(multiply(y.inputs[0]!, y.inputs[0]!)))),
    ),
  ],
};
