// x sigmoid(x). With s = sigmoid(x) and y = x s:  dx = dy (s + y (1 - s)),  ds/dx = s (1 - s).
import { applyAll, type NoAttributes, type Operator, scalar, type Tensor } from '../tensor.ts';
import { add } from './add.ts';
import { multiply } from './multiply.ts';
import { subtract } from './subtract.ts';

/**
 * Elementwise x / (1 + e^-x).
 *
 * @param x any shape, of a floating-point type
 * @example
 * ```ts
 * import { input, silu } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(silu(x).shape); // [ 'B', 7 ]
 * ```
 */
export const silu = (x: Tensor): Tensor => applyAll(siluOperator, [x])[0]!;

/** Its second output is the sigmoid, which the derivative needs again. */
export const siluOperator: Operator<[x: Tensor], NoAttributes, [product: Tensor, share: Tensor]> = {
  name: 'silu',
  infer: ([x]) => [
    { shape: x.shape, type: x.type },
    { shape: x.shape, type: x.type },
  ],
  emit({ inputs: [x] }, emitter) {
    const share = emitter.node('Sigmoid', [x])[0];
    return [emitter.node('Mul', [x, share])[0], share];
  },
  derive({ inputs, output, type }, gradient) {
    const [value, share] = applyAll(siluOperator, inputs) as readonly [Tensor, Tensor];
    const rest = subtract(scalar(1, type), share);
    const slope = output === 0 ? add(share, multiply(value, rest)) : multiply(share, rest);
    return [multiply(gradient, slope)];
  },
};
