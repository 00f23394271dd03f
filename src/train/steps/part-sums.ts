// The parts of a batch, and what they add up to, whoever computes them.
import { float32Data, type NumericArray } from '../../core/array.ts';

/** What one part of a batch gives: its logits, losses and gradients, by name. */
export type PartOutputs = Readonly<Record<string, NumericArray>>;

export interface BatchSums {
  /** Of each part, in order. */
  readonly logits: readonly Float32Array[];
  /** Losses and gradients by name: means over parts, weighted by their share of the batch. */
  readonly sums: ReadonlyMap<string, Float64Array>;
}

/** The parts of a batch. */
export interface BatchParts {
  readonly count: number;
  /** A part's share of the batch's images, above 0. */
  share(part: number): number;
  compute(part: number): Promise<PartOutputs>;
}

/**
 * Has all parts computed, here or by several processes, and adds them in their order, in float64. Whoever computes them, the order is the
 * same, and so is the result, to the last bit.
 */
export type PartRunner = (parts: BatchParts) => Promise<BatchSums>;

/** One after the other, in this process. */
export const inTurn: PartRunner = async ({ count, share, compute }) => {
  const found: PartOutputs[] = [];
  for (let part = 0; part < count; part++) found.push(await compute(part));
  return sumParts(found, share);
};

/** @param parts all of them, in order */
export function sumParts(parts: readonly PartOutputs[], share: BatchParts['share']): BatchSums {
  const sums = new Map<string, Float64Array>();
  const logits = parts.map(({ logits: own, ...found }, part) => {
    for (const [name, array] of Object.entries(found)) {
      const values = float32Data(array);
      const sum = sums.get(name) ?? new Float64Array(values.length);
      addScaled(sum, values, share(part));
      sums.set(name, sum);
    }
    return float32Data(own!);
  });
  return { logits, sums };
}

/** sum += factor * values. */
export function addScaled(sum: Float64Array, values: Float32Array, factor: number): void {
  for (let at = 0; at < sum.length; at++) sum[at]! += factor * values[at]!;
}
