// The mean of a score over repeated runs and its sample standard deviation.

export interface Spread {
  readonly mean: number;
  /** NaN for a single value. */
  readonly deviation: number;
  readonly values: readonly number[];
}

export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : Number.NaN, values };
}

/** `63.8 ± 1.2`, in percent; `63.8%` for a single value. */
export function spreadText({ mean, deviation }: Pick<Spread, 'mean' | 'deviation'>): string {
  if (!Number.isFinite(mean)) return '–';
  const percent = (100 * mean).toFixed(1);
  return Number.isFinite(deviation) ? `${percent} ± ${(100 * deviation).toFixed(1)}` : `${percent}%`;
}
