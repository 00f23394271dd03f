// Elementwise comparison with broadcasting: a > b. A step has no useful gradient, so none flows.
import { broadcastShapes } from '../../core/shape.ts';
import { apply, type Operator, requireSameType, type Tensor } from '../tensor.ts';

/** Where a > b, as truth values. */
export const greater = (a: Tensor, b: Tensor): Tensor => apply(greaterOperator, [a, b]);

export const greaterOperator: Operator<[a: Tensor, b: Tensor]> = {
  name: 'greater',
  infer([a, b]) {
    requireSameType('greater', [a, b]);
    return [{ shape: broadcastShapes(a.shape, b.shape, 'greater'), type: 'bool' }];
  },
  emit: ({ inputs }, emitter) => emitter.node('Greater', inputs),
  derive: () => [undefined, undefined],
};
