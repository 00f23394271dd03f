// Elementwise product with broadcasting. d/da = b, d/db = a.
import { broadcastShapes } from '../../core/shape.ts';
import { apply, type Operator, requireSameType, type Tensor } from '../tensor.ts';
import { sumTo } from './sum-to.ts';

/** a * b, broadcasting. */
export const multiply = (a: Tensor, b: Tensor): Tensor => apply(multiplyOperator, [a, b]);

export const multiplyOperator: Operator<[a: Tensor, b: Tensor]> = {
  name: 'multiply',
  infer: ([a, b]) => [
    { shape: broadcastShapes(a.shape, b.shape, 'multiply'), type: requireSameType('multiply', [a, b]) },
  ],
  emit: ({ inputs }, emitter) => emitter.node('Mul', inputs),
  derive({ inputs: [a, b] }, gradient) {
    return [sumTo(multiply(gradient, b), a.shape), sumTo(multiply(gradient, a), b.shape)];
  },
};
