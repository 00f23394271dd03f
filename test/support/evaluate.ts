// Evaluates graph tensors with an engine shared by a test file.
import { after } from 'node:test';
import { float64, type NumericArray } from '../../src/core/array.ts';
import type { Arrays } from '../../src/engine/engine.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { constant, type Tensor } from '../../src/graph/tensor.ts';

export const engine = nodeEngine({ threads: 1 });
after(() => engine.close());

/** Compiles, runs once and releases. */
export async function evaluate<Name extends string>(
  outputs: Readonly<Record<Name, Tensor>>,
  feeds: Arrays = {},
): Promise<Readonly<Record<Name, NumericArray>>> {
  const program = await engine.compile(outputs);
  try {
    return await program.run(feeds);
  } finally {
    await program.release();
  }
}

/** The elements of one tensor. */
export async function valuesOf(tensor: Tensor, feeds: Arrays = {}): Promise<number[]> {
  return Array.from((await evaluate({ value: tensor }, feeds)).value.data, Number);
}

/** The only element of a tensor. */
export async function scalarOf(tensor: Tensor, feeds: Arrays = {}): Promise<number> {
  const values = await valuesOf(tensor, feeds);
  if (values.length !== 1) throw new Error(`Expected one element, found ${values.length}`);
  return values[0]!;
}

/** Rows of a matrix as a float64 constant. */
export const rows = (...values: readonly (readonly number[])[]): Tensor =>
  constant(float64(values.flat(), [values.length, values[0]!.length]));
