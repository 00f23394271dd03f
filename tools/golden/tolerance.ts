// How far a value may be from its reference, by kind of quantity and precision, each with its reason.

export type Precision = 'float32' | 'float64';

export type Quantity = 'feature' | 'loss' | 'gradient' | 'curve';

export const tolerances: Readonly<Record<Quantity, Readonly<Record<Precision, number>>>> = {
  // A forward pass: rounding of a few hundred sums, relative to the largest value.
  feature: { float32: 1e-5, float64: 1e-9 },
  // A mean over many terms.
  loss: { float32: 1e-5, float64: 1e-9 },
  // A backward pass through softmaxes at scale 100: relative L2 norm.
  gradient: { float32: 1e-4, float64: 1e-6 },
  // Ten updates that each start from the last one's error.
  curve: { float32: 1e-3, float64: 1e-6 },
};
