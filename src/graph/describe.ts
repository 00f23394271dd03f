// A graph as text: a line for each application of an operator, with the shape of what it gives and what it is applied to.
import type { NumericArray } from '../core/array.ts';
import { applications } from './applications.ts';
import {
  constantOperator,
  inputOperator,
  type StoredArray,
  showTensor,
  type Tensor,
  weightOperator,
} from './tensor.ts';

/**
 * All that a tensor needs, one line for each operator in order: its number, its name, type and shape of its first
 * output, the numbers of its inputs (`12.1` is the second output of 12) and its attributes.
 *
 * @example
 * ```ts
 * import { describe, input, softmax } from 'mpafer';
 * console.log(describe(softmax(input('logits', ['B', 7]))));
 * // 0  input    float32 [B, 7]  "logits"
 * // 1  softmax  float32 [B, 7]  0
 * ```
 */
export function describe(tensor: Tensor): string {
  const rows = applications([tensor]).map(({ tensor: { operator, inputs, attributes }, inputs: names }, number) => {
    const [first] = operator.infer(inputs, attributes);
    return [String(number), operator.name, showTensor(first!), [...names, ...details(operator, attributes)].join(' ')];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = ([number, name, type, rest]: readonly string[]) =>
    [number!.padStart(widths[0]!), name!.padEnd(widths[1]!), type!.padEnd(widths[2]!), rest].join('  ').trimEnd();
  return rows.map(line).join('\n');
}

/** The attributes of an operator; of a leaf, its name or its few values. */
function details(operator: Tensor['operator'], attributes: Tensor['attributes']): readonly string[] {
  if (operator === inputOperator) return [`"${attributes.name}"`];
  if (operator === weightOperator) return [`"${(attributes.stored as StoredArray).name}"`];
  if (operator === constantOperator) {
    const { data } = attributes.array as NumericArray;
    return data.length <= 4 ? Array.from(data, String) : [`${data.length} values`];
  }
  return Object.entries(attributes).map(([name, value]) => `${name}=${show(value)}`);
}

const show = (value: unknown): string => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value));
