// PyTorch's values of test/golden/method/weighted-loss.json, made by tools/golden/weighted-loss-golden.py.
import { readFileSync } from 'node:fs';

interface WeightedLosses {
  readonly cases: readonly {
    readonly name: string;
    readonly shape: readonly [number, number];
    readonly weights: readonly number[];
    readonly logits: readonly number[];
    readonly targets: readonly number[];
    readonly loss: number;
    readonly slope: readonly number[];
  }[];
  readonly effectiveNumbers: readonly {
    readonly counts: readonly number[];
    readonly beta: number;
    readonly weights: readonly number[];
  }[];
}

export const weightedLosses: WeightedLosses = JSON.parse(
  readFileSync(new URL('../../golden/method/weighted-loss.json', import.meta.url), 'utf8'),
);
