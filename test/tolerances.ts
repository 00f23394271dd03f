// How far a number may be from its reference in the tests of the graph and its engines, each with its reason.

export const tolerances = {
  /** Two right float64 libraries differ by the order of short sums. Relative to the largest element. */
  golden64: 1e-12,
  /** The same in float32: some rounding errors of 6e-8, more where a row is normalised by a tiny deviation. */
  golden32: 1e-5,
  /** Central differences of fourth order in float64: what the step leaves out, and rounding divided by the step. */
  differences: 1e-6,
  /** Two builds of one runtime, native and WASM, order float32 sums differently. */
  hosts: 1e-5,
  /** A GPU orders sums otherwise and has its own exponentials. Relative to the largest element; what ten steps of training make of it is more. */
  gpu: 1e-4,
} as const;
