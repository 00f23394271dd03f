// Tolerances by kind of quantity and precision, each with its reason.

export const precisions = ['float32', 'float64'] as const;

export type Precision = (typeof precisions)[number];

export type Quantity = 'feature' | 'loss' | 'cross-entropy' | 'gradient' | 'curve';

export const tolerances: Readonly<Record<Quantity, Readonly<Record<Precision, number>>>> = {
  // A forward pass: rounding in a few hundred sums, relative L2 norm.
  feature: { float32: 1e-5, float64: 1e-9 },
  // A mean over many terms.
  loss: { float32: 1e-5, float64: 1e-9 },
  // The same; see `leastSize`.
  'cross-entropy': { float32: 1e-5, float64: 1e-9 },
  // A backward pass through softmaxes at scale 100: relative L2 norm.
  gradient: { float32: 1e-4, float64: 1e-6 },
  // Ten updates, each starting from the previous one's error.
  curve: { float32: 1e-3, float64: 1e-6 },
};

/**
 * Lower bound of the divisor of a relative error. A cross-entropy is a difference of scores of up to scale or 1 / tau, both 100, whose float32
 * rounding error is 1e-5 however small the difference: near zero only the absolute error is meaningful.
 */
export const leastSize = (kind: Quantity, precision: Precision): number =>
  kind === 'cross-entropy' && precision === 'float32' ? 1 : 0;
