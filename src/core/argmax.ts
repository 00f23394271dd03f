// Where the largest value is.

/** Index of the largest value, the first of equals as NumPy's argmax; 0 for no values. NaN is never larger. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) if (values[index]! > values[best]!) best = index;
  return best;
}
