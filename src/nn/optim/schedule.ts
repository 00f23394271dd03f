// Learning rates by step: warm-up, then cosine decay.

export interface Schedule {
  /** Rate after the warm-up, the highest. */
  readonly peak: number;
  /** Steps of the whole run, warm-up included. */
  readonly steps: number;
  readonly warmup: number;
  /** Rate of every warm-up step (Dassl); if absent, the rate rises linearly from 0 to the peak. */
  readonly warmupRate?: number | undefined;
}

/**
 * Rate of step `step`, from 0: during the warm-up `warmupRate` or peak (step + 1) / warmup; then
 * peak (1 + cos(pi t)) / 2 with t the share of the remaining steps that is done.
 */
export function learningRate(step: number, { peak, steps, warmup, warmupRate }: Schedule): number {
  if (step < warmup) return warmupRate ?? (peak * (step + 1)) / warmup;
  return (peak * (1 + Math.cos((Math.PI * (step - warmup)) / Math.max(1, steps - warmup)))) / 2;
}
