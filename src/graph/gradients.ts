// Reverse mode on the graph: the gradient of a scalar is more graph.
import { MpaferError } from '../core/errors.ts';
import { sameShape } from '../core/shape.ts';
import { contentKey } from './content.ts';
import { add } from './ops/add.ts';
import { inOrder } from './order.ts';
import { inputOperator, scalar, showTensor, type Tensor, weightOperator } from './tensor.ts';

/**
 * d loss / d target for each target, as tensors like any others. Only paths that lead to a target are walked, so
 * what trains is an argument and frozen weights never get a gradient.
 *
 * @param loss a scalar of type float32 or float64
 * @param targets tensors that the loss depends on
 * @throws MpaferError `graph` when the loss is not a floating-point scalar, does not depend on a target, or a path crosses an operator without a derivative
 * @example
 * ```ts
 * import { gradients, input, multiply } from 'mpafer/graph';
 * const x = input('x', []);
 * const [slope] = gradients(multiply(x, x), [x]);
 * console.log(slope.operator.name); // add
 * ```
 */
export function gradients(loss: Tensor, targets: readonly Tensor[]): readonly Tensor[] {
  if (loss.shape.length > 0 || (loss.type !== 'float32' && loss.type !== 'float64')) {
    throw new MpaferError(
      'graph',
      `Cannot differentiate a tensor of ${showTensor(loss)}; expected a scalar of float32 or float64`,
    );
  }
  const same = mergeLeaves();
  const ordered = inOrder([loss]);
  const wanted = new Set(targets.map(same));
  // Tensors with a path back to a target.
  const leading = new Set<Tensor>();
  for (const tensor of ordered) {
    if (wanted.has(same(tensor)) || tensor.inputs.some((source) => leading.has(source))) leading.add(tensor);
  }
  const gradientOf = new Map<Tensor, Tensor>([[same(loss), scalar(1, loss.type)]]);
  for (let index = ordered.length - 1; index >= 0; index--) {
    const tensor = ordered[index]!;
    if (!tensor.inputs.some((source) => leading.has(source))) continue;
    const gradient = gradientOf.get(tensor);
    if (gradient === undefined) continue;
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
      const sum = gradientOf.get(same(source));
      gradientOf.set(same(source), sum === undefined ? part : add(sum, part));
    });
  }
  return targets.map((target, position) => {
    const gradient = gradientOf.get(same(target));
    if (gradient === undefined) {
      throw new MpaferError(
        'graph',
        `Cannot differentiate with respect to target ${position} (${target.operator.name} ${showTensor(target)}): the loss does not depend on it`,
      );
    }
    return gradient;
  });
}

/** Inputs and weights made twice are one leaf: a gradient with respect to either must see every use. */
function mergeLeaves(): (tensor: Tensor) => Tensor {
  const leaves = new Map<string, Tensor>();
  return (tensor) => {
    if (tensor.operator !== inputOperator && tensor.operator !== weightOperator) return tensor;
    const key = contentKey(tensor, []);
    const first = leaves.get(key) ?? tensor;
    leaves.set(key, first);
    return first;
  };
}
