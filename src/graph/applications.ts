// The operator applications that results depend on, each once: a graph with equal tensors merged.
import { contentKey } from './content.ts';
import { inOrder } from './order.ts';
import type { Tensor } from './tensor.ts';

export interface Application {
  /** One of the equal tensors, of any output. */
  readonly tensor: Tensor;
  /** Of each input, the number of the application that gives it, with its output where that is not the first: `12.1`. */
  readonly inputs: readonly string[];
}

/** All applications that `results` need, inputs first; an application's number is its place in the list. */
export function applications(results: readonly Tensor[]): readonly Application[] {
  const names = new Map<Tensor, string>();
  const numbers = new Map<string, number>();
  const found: Application[] = [];
  for (const tensor of inOrder(results)) {
    const inputs = tensor.inputs.map((source) => names.get(source)!);
    const key = contentKey(tensor, inputs);
    let number = numbers.get(key);
    if (number === undefined) {
      number = found.length;
      numbers.set(key, number);
      found.push({ tensor, inputs });
    }
    names.set(tensor, tensor.output === 0 ? String(number) : `${number}.${tensor.output}`);
  }
  return found;
}
