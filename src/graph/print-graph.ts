// A graph as text: a line for each application of an operator, with the shape of what it gives and what it is applied to.
import { applications } from './applications.ts';
import { constantOperator, inputOperator, isResultOf, showTensor, type Tensor, weightOperator } from './tensor.ts';

/**
 * All that a tensor needs, one line for each operator in order: its number, its name, type and shape of its first
 * output, the numbers of its inputs (`12.1` is the second output of 12) and its attributes.
 *
 * @param tensor the result that is computed
 * @example
 * ```ts
 * import { input, printGraph, softmax } from 'mpafer/graph';
 * console.log(printGraph(softmax(input('logits', ['B', 7]))));
 * // 0  input    float32 [B, 7]  "logits"
 * // 1  softmax  float32 [B, 7]  0
 * ```
 */
export function printGraph(tensor: Tensor): string {
  const rows = applications([tensor]).map(({ tensor: applied, inputs: names }, number) => {
    const { operator, inputs, attributes } = applied;
    const [first] = operator.infer(inputs, attributes);
    return [String(number), operator.name, showTensor(first!), [...names, ...details(applied)].join(' ')];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = ([number, name, type, rest]: readonly string[]) =>
    [number!.padStart(widths[0]!), name!.padEnd(widths[1]!), type!.padEnd(widths[2]!), rest].join('  ').trimEnd();
  return rows.map(line).join('\n');
}

/** The attributes of an operator; of a leaf, its name or its few values. */
function details(tensor: Tensor): readonly string[] {
  if (isResultOf(tensor, inputOperator)) return [`"${tensor.attributes.name}"`];
  if (isResultOf(tensor, weightOperator)) return [`"${tensor.attributes.stored.name}"`];
  if (isResultOf(tensor, constantOperator)) {
    const { data } = tensor.attributes.array;
    return data.length <= 4 ? Array.from(data, String) : [`${data.length} values`];
  }
  return Object.entries(tensor.attributes).map(([name, value]) => `${name}=${show(value)}`);
}

const show = (value: unknown): string => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value));
