// Distances of features and gradients from their reference.
import type { NumericArray } from '../../src/core/array.ts';

type Numbers = ArrayLike<number>;

/** The smallest cosine between corresponding rows (last axis) of two arrays; NaN if a row is zero. */
export function leastCosine(found: NumericArray, wanted: NumericArray): number {
  const width = sameShape(found, wanted).at(-1)!;
  let least = Number.POSITIVE_INFINITY;
  for (let begin = 0; begin < found.data.length; begin += width) {
    const [a, b] = [found, wanted].map(({ data }) => data.subarray(begin, begin + width) as Numbers);
    least = Math.min(least, dot(a!, b!) / Math.sqrt(dot(a!, a!) * dot(b!, b!)));
  }
  return least;
}

/** The largest |found - wanted| / |wanted| over slices of the first axis: the prompts of a layer, or of a text. */
export function worstSliceError(found: NumericArray, wanted: NumericArray): number {
  const size = found.data.length / sameShape(found, wanted)[0]!;
  let worst = 0;
  for (let begin = 0; begin < found.data.length; begin += size) {
    const [a, b] = [found, wanted].map(({ data }) => data.subarray(begin, begin + size) as Float32Array);
    const difference = Float64Array.from(a!, (value, index) => value - b![index]!);
    worst = Math.max(worst, Math.sqrt(dot(difference, difference) / dot(b!, b!)));
  }
  return worst;
}

function sameShape(found: NumericArray, wanted: NumericArray): readonly number[] {
  if (found.shape.join() === wanted.shape.join()) return found.shape;
  throw new Error(`Shape is [${found.shape}]; the reference has [${wanted.shape}]`);
}

function dot(a: Numbers, b: Numbers): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}
