// Reverse mode on the graph: the gradient of a scalar is more graph.
import { MpaferError } from '../core/errors.ts';
import { sameShape, showShape } from '../core/shape.ts';
import { add } from './ops/add.ts';
import { inOrder } from './order.ts';
import { scalar, showTensor, type Tensor } from './tensor.ts';

/**
 * d loss / d target for each target, as tensors like any others. Only paths that lead to a target are walked, so
 * what trains is an argument and frozen weights never get a gradient.
 *
 * @param loss a scalar of type float32 or float64
 * @param targets tensors that the loss depends on
 * @throws MpaferError `graph` when the loss is not a scalar, does not depend on a target, or a path crosses an operator without a derivative
 * @example
 * ```ts
 * import { gradients, input, multiply } from 'mpafer';
 * const x = input('x', []);
 * const [slope] = gradients(multiply(x, x), [x]);
 * console.log(slope.operator.name); // add
 * ```
 */
export function gradients(loss: Tensor, targets: readonly Tensor[]): readonly Tensor[] {
  if (loss.shape.length > 0) {
    throw new MpaferError(
      'graph',
      `Cannot differentiate a tensor of shape ${showShape(loss.shape)}: the loss must be a scalar`,
    );
  }
  const ordered = inOrder([loss]);
  const wanted = new Set(targets);
  const leading = new Set<Tensor>();
  for (const tensor of ordered) {
    if (wanted.has(tensor) || tensor.inputs.some((source) => leading.has(source))) leading.add(tensor);
  }
  const gradientOf = new Map<Tensor, Tensor>([[loss, scalar(1, loss.type)]]);
  for (let index = ordered.length - 1; index >= 0; index--) {
    const tensor = ordered[index]!;
    const gradient = gradientOf.get(tensor);
    if (gradient === undefined || !leading.has(tensor) || !tensor.inputs.some((source) => leading.has(source)))
      continue;
    if (tensor.operator.derive === undefined) {
      throw new MpaferError('graph', `Cannot differentiate through ${tensor.operator.name}: it has no derivative`);
    }
    const parts = tensor.operator.derive(tensor, gradient);
    tensor.inputs.forEach((source, position) => {
      const part = parts[position];
      if (part === undefined || !leading.has(source)) return;
      if (!sameShape(part.shape, source.shape) || part.type !== source.type) {
        throw new Error(`${tensor.operator.name} gave ${showTensor(part)} as the gradient of ${showTensor(source)}`);
      }
      const sum = gradientOf.get(source);
      gradientOf.set(source, sum === undefined ? part : add(sum, part));
    });
  }
  return targets.map((target, position) => {
    const gradient = gradientOf.get(target);
    if (gradient === undefined) {
      throw new MpaferError(
        'graph',
        `Cannot differentiate with respect to target ${position} (${target.operator.name} ${showTensor(target)}): the loss does not depend on it`,
      );
    }
    return gradient;
  });
}
