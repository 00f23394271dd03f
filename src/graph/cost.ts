// What a graph costs: floating-point operations and bytes moved, counted over its tensors. The roofline of a benchmark.
import { bytesOf } from '../core/array.ts';
import { applications } from './applications.ts';
import { concatOperator } from './ops/concat.ts';
import { contractRowsOperator } from './ops/contract-rows.ts';
import { expandOperator } from './ops/expand.ts';
import { gatherOperator } from './ops/gather.ts';
import { gatherElementsOperator } from './ops/gather-elements.ts';
import { linearOperator } from './ops/linear.ts';
import { matMulOperator } from './ops/mat-mul.ts';
import { padOperator } from './ops/pad.ts';
import { reduceMaxOperator } from './ops/reduce-max.ts';
import { reduceSumOperator } from './ops/reduce-sum.ts';
import { reshapeOperator } from './ops/reshape.ts';
import { sliceOperator } from './ops/slice.ts';
import { transposeOperator } from './ops/transpose.ts';
import { type AnyOperator, isResultOf, type Tensor, type TensorType } from './tensor.ts';

/** What one run of a graph costs. */
export interface Cost {
  /** Floating-point operations; a multiplication with an addition counts as two. */
  readonly operations: number;
  /** Bytes that operators read and write, each tensor as often as it is used: what a machine without caches would move. */
  readonly bytes: number;
}

/** Operators that put elements elsewhere and compute nothing. */
const moving = new Set<AnyOperator>([
  concatOperator,
  expandOperator,
  gatherOperator,
  gatherElementsOperator,
  padOperator,
  reshapeOperator,
  sliceOperator,
  transposeOperator,
]);

const reducing = new Set<AnyOperator>([reduceSumOperator, reduceMaxOperator]);

/** Operators that read only as much of their first input as they give. */
const picking = new Set<AnyOperator>([gatherOperator, gatherElementsOperator, sliceOperator]);

/**
 * The cost of computing `outputs` once. Equal tensors are computed once, as in the model that is written.
 *
 * @param batch how long the batch is
 * @example
 * ```ts
 * import { cost, input, linear } from 'mpafer/graph';
 * const y = linear(input('x', ['B', 512]), input('matrix', [7, 512]), 'out-in');
 * console.log(cost([y], 32).operations); // 229376
 * ```
 */
export function cost(outputs: readonly Tensor[], batch: number): Cost {
  const sizeOf = ({ shape }: TensorType) =>
    shape.reduce<number>((product, length) => product * (length === 'B' ? batch : length), 1);
  let [operations, bytes] = [0, 0];
  for (const { tensor } of applications(outputs)) {
    if (tensor.inputs.length === 0) continue;
    const results = tensor.operator.infer(tensor.inputs, tensor.attributes);
    operations += operationsOf(tensor, results[0]!, sizeOf);
    bytes += bytesMoved(tensor, results, sizeOf);
  }
  return { operations, bytes };
}

type SizeOf = (tensor: TensorType) => number;

function operationsOf(tensor: Tensor, result: TensorType, sizeOf: SizeOf): number {
  if (isResultOf(tensor, contractRowsOperator)) {
    const [rows] = tensor.inputs;
    return 2 * sizeOf(rows) * (sizeOf(result) / lastOf(sizeOf, rows));
  }
  if (isResultOf(tensor, matMulOperator)) return 2 * sizeOf(result) * lastOf(sizeOf, tensor.inputs[0]);
  if (isResultOf(tensor, linearOperator)) {
    const [x, , bias] = tensor.inputs;
    return (2 * lastOf(sizeOf, x) + (bias === undefined ? 0 : 1)) * sizeOf(result);
  }
  if (moving.has(tensor.operator)) return 0;
  return sizeOf(reducing.has(tensor.operator) ? tensor.inputs[0]! : result);
}

const lastOf = (sizeOf: SizeOf, { shape, type }: TensorType): number => sizeOf({ shape: shape.slice(-1), type });

function bytesMoved({ operator, inputs }: Tensor, results: readonly TensorType[], sizeOf: SizeOf): number {
  // The same bytes under another shape.
  if (operator === reshapeOperator) return 0;
  const written = results.reduce((sum, each) => sum + sizeOf(each) * bytesOf[each.type], 0);
  const read = (picking.has(operator) ? inputs.slice(1) : inputs).reduce(
    (sum, each) => sum + sizeOf(each) * bytesOf[each.type],
    picking.has(operator) ? written : 0,
  );
  return read + written;
}
