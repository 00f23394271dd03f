// Frozen matrices that both passes multiply with: y = x W' forward, dx = dy W backward.
import { contentKey } from './content.ts';
import { linearOperator, type MatrixLayout } from './ops/linear.ts';
import { isResultOf, type Tensor, weightOperator } from './tensor.ts';

/** Of tensors that a result needs, the weights that linear maps apply both ways round. */
export function matricesOfBothPasses(tensors: readonly Tensor[]): readonly Tensor[] {
  const layouts = new Map<string, Set<MatrixLayout>>();
  const matrices = tensors.flatMap((tensor) => {
    if (!isResultOf(tensor, linearOperator)) return [];
    const [, matrix] = tensor.inputs;
    if (!isResultOf(matrix, weightOperator)) return [];
    const key = contentKey(matrix, []);
    layouts.set(key, (layouts.get(key) ?? new Set()).add(tensor.attributes.layout));
    return [{ matrix, key }];
  });
  return matrices.flatMap(({ matrix, key }) => (layouts.get(key)!.size > 1 ? [matrix] : []));
}
