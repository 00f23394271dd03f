// A graph with some of its tensors replaced: tensors are records, so another graph is made of the same operators.
import { inOrder } from './order.ts';
import { applyAll, type Tensor } from './tensor.ts';

/**
 * The same outputs with `replace` applied to every tensor, inputs first.
 *
 * @param replace called with a tensor and its rewritten inputs; undefined keeps the operator
 */
export function rewrite<Name extends string>(
  outputs: Readonly<Record<Name, Tensor>>,
  replace: (tensor: Tensor, inputs: readonly Tensor[]) => Tensor | undefined,
): Readonly<Record<Name, Tensor>> {
  const become = new Map<Tensor, Tensor>();
  for (const tensor of inOrder(Object.values(outputs))) {
    const inputs = tensor.inputs.map((input) => become.get(input)!);
    const same = inputs.every((input, index) => input === tensor.inputs[index]);
    const kept = () => (same ? tensor : applyAll(tensor.operator, inputs, tensor.attributes)[tensor.output]!);
    become.set(tensor, replace(tensor, inputs) ?? kept());
  }
  const entries = Object.entries<Tensor>(outputs).map(([name, tensor]) => [name, become.get(tensor)!]);
  return Object.fromEntries(entries) as Readonly<Record<Name, Tensor>>;
}
