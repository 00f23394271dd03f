// Arithmetic on feature vectors, in float64.

/** The vector at unit length. */
export function unit(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

export const meanOf = (vectors: readonly Float64Array[]): Float64Array =>
  vectors[0]!.map((_, index) => vectors.reduce((sum, vector) => sum + vector[index]!, 0) / vectors.length);

/** Of vectors at unit length. */
export const cosine = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, index) => sum + value * b[index]!, 0);
