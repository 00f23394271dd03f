// PyTorch's values of test/golden/method/prompt-kinds.json, made by tools/golden/prompt-kinds-golden.py.
import { readFileSync } from 'node:fs';
import { float64, type NumericArray } from '../../src/core/array.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { multiply } from '../../src/graph/ops/multiply.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { constant, input, type Tensor } from '../../src/graph/tensor.ts';
import { expectClose } from '../contract/expect.ts';
import { evaluate } from '../support/evaluate.ts';
import { tolerances } from '../tolerances.ts';

interface Stored {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** A value, and how it changes with each input along one direction. */
export interface SlopedCase {
  readonly value: Stored;
  readonly direction: Stored;
  readonly inputs: Readonly<Record<string, Stored>>;
  readonly slopes: Readonly<Record<string, Stored>>;
}

type LowRankSizes = Readonly<Record<'layers' | 'rank' | 'tokens' | 'text' | 'image' | 'classes', number>>;

interface PromptKinds {
  readonly classAware: readonly (SlopedCase & { readonly hard: Stored })[];
  readonly lowRank: readonly (SlopedCase & { readonly sizes: LowRankSizes })[];
  readonly drift: readonly SlopedCase[];
  readonly lowRankWeights: readonly (SlopedCase & Readonly<Record<'weights' | 'biases' | 'x', Stored>>)[];
  readonly transport: readonly (SlopedCase & { readonly plan: Stored })[];
}

export const promptKinds: PromptKinds = JSON.parse(
  readFileSync(new URL('../golden/method/prompt-kinds.json', import.meta.url), 'utf8'),
);

export const arrayOf = ({ data, shape }: Stored): NumericArray<'float64'> => float64(data, shape);

/** Computes the value of inputs by name here, and compares it and its slopes with PyTorch's. */
export async function expectReference(
  wanted: SlopedCase,
  compute: (inputs: Readonly<Record<string, Tensor>>) => Tensor,
): Promise<void> {
  const names = Object.keys(wanted.inputs);
  const leaves = Object.fromEntries(names.map((name) => [name, input(name, wanted.inputs[name]!.shape, 'float64')]));
  const value = compute(leaves);
  const along = reduceSum(multiply(value, constant(arrayOf(wanted.direction))));
  const slopes = gradients(along, Object.values(leaves));
  const outputs = { value, ...Object.fromEntries(names.map((name, at) => [`d${name}`, slopes[at]!])) };
  const feeds = Object.fromEntries(names.map((name) => [name, arrayOf(wanted.inputs[name]!)]));
  const found: Readonly<Record<string, NumericArray>> = await evaluate(outputs, feeds);
  expectClose(found.value!.data, wanted.value.data, tolerances.golden64, 'value');
  for (const name of names) {
    expectClose(found[`d${name}`]!.data, wanted.slopes[name]!.data, tolerances.golden64, `slope along ${name}`);
  }
}
