// Frozen matrices that both passes multiply with: y = x W' forward, dx = dy W backward.
import { contentKey } from './content.ts';
import { linearOperator } from './ops/linear.ts';
import { type Tensor, weightOperator } from './tensor.ts';

/** Of tensors that a result needs, the weights that linear maps apply both ways round. */
export function matricesOfBothPasses(tensors: readonly Tensor[]): readonly Tensor[] {
  const layouts = new Map<string, Set<unknown>>();
  const matrices = tensors.flatMap(({ operator, inputs, attributes }) => {
    const matrix = operator === linearOperator ? inputs[1]! : undefined;
    if (matrix?.operator !== weightOperator) return [];
    const key = contentKey(matrix, []);
    layouts.set(key, (layouts.get(key) ?? new Set()).add(attributes.layout));
    return [{ matrix, key }];
  });
  return matrices.flatMap(({ matrix, key }) => (layouts.get(key)!.size > 1 ? [matrix] : []));
}
