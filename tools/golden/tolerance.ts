// How far a value may be from its reference, by kind of quantity and precision, each with its reason.

export const precisions = ['float32', 'float64'] as const;

export type Precision = (typeof precisions)[number];

export type Quantity = 'feature' | 'loss' | 'cross-entropy' | 'gradient' | 'curve';

export const tolerances: Readonly<Record<Quantity, Readonly<Record<Precision, number>>>> = {
  // A forward pass: rounding of some hundred sums, relative L2 norm.
  feature: { float32: 1e-5, float64: 1e-9 },
  // A mean over many terms.
  loss: { float32: 1e-5, float64: 1e-9 },
  // Likewise; see `leastSize`.
  'cross-entropy': { float32: 1e-5, float64: 1e-9 },
  // A backward pass through softmaxes at scale 100: relative L2 norm.
  gradient: { float32: 1e-4, float64: 1e-6 },
  // Ten updates that each start from the last one's error.
  curve: { float32: 1e-3, float64: 1e-6 },
};

/**
 * Errors are relative to the reference's size, but to no less than this. A cross-entropy is the difference of scores of up to scale or 1 / tau, 100 both,
 * whose rounding in float32 is 1e-5 however small the difference: near zero only its absolute error means something.
 */
export const leastSize = (kind: Quantity, precision: Precision): number =>
  kind === 'cross-entropy' && precision === 'float32' ? 1 : 0;
