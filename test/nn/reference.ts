// PyTorch's values of test/golden/nn/reference.json.
import { readFileSync } from 'node:fs';
import { float64, type NumericArray } from '../../src/core/array.ts';

interface Stored {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Optimiser {
  readonly start: readonly Stored[];
  readonly gradients: readonly (readonly Stored[])[];
  readonly rates: readonly number[];
  readonly limit: number;
  readonly norms: readonly number[];
  readonly end: readonly Stored[];
}

type Activations = { readonly points: Stored } & Readonly<
  Record<'gelu' | 'quickGelu', { readonly value: Stored; readonly slope: Stored }>
>;

interface AttentionCase {
  readonly heads: number;
  readonly causal: boolean;
  readonly weights: Readonly<
    Record<'query' | 'key' | 'value' | 'output', { readonly weight: Stored; readonly bias: Stored }>
  >;
  readonly x: Stored;
  readonly extra: Stored;
  readonly y: Stored;
  readonly direction: Stored;
  readonly slopes: Readonly<Record<'x' | 'extra', Stored>>;
}

interface ScheduleCase {
  readonly peak: number;
  readonly steps: number;
  readonly warmup: number;
  readonly warmupRate?: number;
  readonly rates: readonly number[];
}

export interface NnReference {
  readonly activations: Activations;
  readonly attentions: readonly AttentionCase[];
  readonly optimisers: Readonly<Record<'sgd' | 'plainSgd' | 'adamw', Optimiser>>;
  readonly schedules: readonly ScheduleCase[];
}

export const reference: NnReference = JSON.parse(
  readFileSync(new URL('../golden/nn/reference.json', import.meta.url), 'utf8'),
);

export const arrayOf = ({ data, shape }: Stored): NumericArray => float64(data, shape);
