// The tensors that a result needs, each after its inputs. Iterative: a deep model must not exhaust the stack.
import type { Tensor } from './tensor.ts';

/** All tensors reachable from `results`, inputs first. */
export function inOrder(results: readonly Tensor[]): readonly Tensor[] {
  const ordered: Tensor[] = [];
  const state = new Map<Tensor, 'open' | 'done'>();
  const stack = [...results].reverse();
  while (stack.length > 0) {
    const tensor = stack[stack.length - 1]!;
    if (state.get(tensor) === 'done') {
      stack.pop();
    } else if (state.get(tensor) === 'open') {
      state.set(tensor, 'done');
      ordered.push(tensor);
      stack.pop();
    } else {
      state.set(tensor, 'open');
      for (let index = tensor.inputs.length - 1; index >= 0; index--) {
        if (!state.has(tensor.inputs[index]!)) stack.push(tensor.inputs[index]!);
      }
    }
  }
  return ordered;
}
