// Elementwise sum with broadcasting. d/da = 1, d/db = 1.
import { broadcastShapes } from '../../core/shape.ts';
import { apply, type Operator, requireSameType, type Tensor } from '../tensor.ts';
import { sumTo } from './sum-to.ts';

/** a + b, broadcasting. */
export const add = (a: Tensor, b: Tensor): Tensor => apply(addOperator, [a, b]);

export const addOperator: Operator<[a: Tensor, b: Tensor]> = {
  name: 'add',
  infer: ([a, b]) => [{ shape: broadcastShapes(a.shape, b.shape, 'add'), type: requireSameType('add', [a, b]) }],
  emit: ({ inputs }, emitter) => emitter.node('Add', inputs),
  derive({ inputs: [a, b] }, gradient) {
    return [sumTo(gradient, a.shape), sumTo(gradient, b.shape)];
  },
};
