// How a training run's recognisers did on each split, and which of these results is the run's headline.
import type { SamplePredictions } from './sample-predictions.ts';

/** One recogniser's predictions on one split. */
export interface SplitResult {
  /**
   * `zero-shot` (plain CLIP with hard prompts), `last` (after the last epoch), `selected` (the epoch chosen on the validation
   * split) or `best-test` (the epoch chosen on the test split itself).
   */
  readonly recogniser: 'zero-shot' | 'last' | 'selected' | 'best-test';
  readonly split: 'valid' | 'test';
  /** Epochs trained; 0 for zero-shot. */
  readonly epoch: number;
  readonly predictions: SamplePredictions;
}

/** The result that represents the run: test before validation, selected before last. */
export function headlineResult(results: readonly SplitResult[]): SplitResult | undefined {
  const find = (recogniser: string, split: string) =>
    results.find((result) => result.recogniser === recogniser && result.split === split);
  return find('selected', 'test') ?? find('last', 'test') ?? find('selected', 'valid') ?? find('last', 'valid');
}
