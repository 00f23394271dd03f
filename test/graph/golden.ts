// PyTorch's values of the operators' cases, and how a case is run against them on any engine.
import { type DType, floats, int64, type NumericArray } from '../../src/core/array.ts';
import { type Shape, sameShape, showShape } from '../../src/core/shape.ts';
import type { Engine, Program } from '../../src/engine/engine.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { multiply } from '../../src/graph/ops/multiply.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { input, type Tensor } from '../../src/graph/tensor.ts';
import { expectClose, expectTrue } from '../contract/expect.ts';
import type { OperatorCase } from './cases.ts';

export interface GoldenArray {
  readonly type: DType;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export interface GoldenCase {
  readonly inputs: readonly GoldenArray[];
  readonly value: GoldenArray;
  /** What the value is multiplied by before it is summed to a loss; absent where the value has no gradient. */
  readonly cotangent?: readonly number[];
  /** Gradient of that loss for each input, null where none flows. */
  readonly gradients?: readonly (readonly number[] | null)[];
}

export type GoldenCases = Readonly<Record<string, GoldenCase>>;

export type Precision = 'float32' | 'float64';

/** A golden array as an array of the engine; floating-point numbers take the precision. */
export function arrayOf({ type, shape, data }: GoldenArray, precision: Precision): NumericArray {
  if (type === 'float64') {
    return floats(precision, data, shape);
  }
  if (type === 'bool') return { type, shape, data: Uint8Array.from(data) };
  return int64(data, shape);
}

/** Inputs of a case as symbolic tensors, named x0, x1 ... */
export const inputsOf = ({ batched = [] }: OperatorCase, golden: GoldenCase, precision: Precision): readonly Tensor[] =>
  golden.inputs.map(({ type, shape }, index) => {
    const declared: Shape = batched.includes(index) ? ['B', ...shape.slice(1)] : shape;
    return input(`x${index}`, declared, type === 'float64' ? precision : type);
  });

export const feedsOf = (golden: GoldenCase, precision: Precision): Record<string, NumericArray> =>
  Object.fromEntries(golden.inputs.map((array, index) => [`x${index}`, arrayOf(array, precision)]));

/** Runs a case and requires PyTorch's value and gradients. */
export async function proveCase(
  engine: Pick<Engine, 'compile'> | { compile(outputs: Readonly<Record<string, Tensor>>): Promise<Program<string>> },
  operatorCase: OperatorCase,
  golden: GoldenCase,
  precision: Precision,
  tolerance: number,
): Promise<void> {
  const inputs = inputsOf(operatorCase, golden, precision);
  const value = operatorCase.build(...inputs);
  const outputs: Record<string, Tensor> = { value };
  const feeds = feedsOf(golden, precision);
  const expected = new Map<string, readonly number[]>([['value', golden.value.data]]);
  if (golden.cotangent !== undefined && golden.gradients !== undefined) {
    feeds.cotangent = arrayOf({ ...golden.value, data: golden.cotangent }, precision);
    const loss = reduceSum(multiply(value, input('cotangent', value.shape, precision)));
    const targets = inputs.flatMap((tensor, index) => (golden.gradients?.[index] ? [{ tensor, index }] : []));
    const found = gradients(
      loss,
      targets.map(({ tensor }) => tensor),
    );
    targets.forEach(({ index }, position) => {
      outputs[`gradient of input ${index}`] = found[position]!;
      expected.set(`gradient of input ${index}`, golden.gradients![index]!);
    });
  }
  const program = await engine.compile(outputs);
  const results = await program.run(feeds);
  await program.release();
  for (const [name, data] of expected) expectClose(results[name]!.data, data, tolerance, name);
  const { shape } = results.value!;
  expectTrue(
    sameShape(shape, golden.value.shape),
    `the shape ${showShape(golden.value.shape)}, found ${showShape(shape)}`,
  );
}
