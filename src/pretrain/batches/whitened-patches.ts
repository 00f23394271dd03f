// Whitening of image patches: most of the variance of raw patches is brightness; afterwards all directions vary equally.
import type { FaceSet } from './face-set.ts';
import { normalisedGrey } from './greyscale.ts';

/**
 * The symmetric whitening matrix [p p, p p] of normalised patches: (covariance + floor I)^(-1/2), with a floor of a hundredth of the mean
 * variance.
 *
 * @param sampled number of images to estimate it from, evenly spaced
 */
export function whitening({ grey, size, count }: FaceSet, patch: number, sampled = 500): Float64Array {
  const area = patch * patch;
  const second = new Float64Array(area * area);
  const first = new Float64Array(area);
  const row = new Float64Array(area);
  let patches = 0;
  for (let index = 0; index < Math.min(sampled, count); index++) {
    const image = Math.floor((index * count) / Math.min(sampled, count)) * size * size;
    for (let top = 0; top < size; top += patch)
      for (let left = 0; left < size; left += patch) {
        for (let i = 0; i < area; i++)
          row[i] = normalisedGrey(grey[image + (top + Math.floor(i / patch)) * size + left + (i % patch)]!);
        for (let i = 0; i < area; i++) {
          first[i] = first[i]! + row[i]!;
          for (let j = 0; j < area; j++) second[i * area + j] = second[i * area + j]! + row[i]! * row[j]!;
        }
        patches++;
      }
  }
  for (let i = 0; i < area; i++)
    for (let j = 0; j < area; j++)
      second[i * area + j] = second[i * area + j]! / patches - (first[i]! / patches) * (first[j]! / patches);
  let trace = 0;
  for (let i = 0; i < area; i++) trace += second[i * area + i]!;
  return inverseRoot(second, area, (0.01 * trace) / area);
}

/** (matrix + floor I)^(-1/2) of a symmetric matrix, by Jacobi rotations. */
export function inverseRoot(matrix: Float64Array, size: number, floor: number): Float64Array {
  const a = matrix.slice();
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  for (let sweep = 0; sweep < 12; sweep++)
    for (let p = 0; p < size; p++)
      for (let q = p + 1; q < size; q++) if (Math.abs(a[p * size + q]!) > 1e-14) rotate(a, vectors, size, p, q);
  const result = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    const factor = 1 / Math.sqrt(Math.max(a[k * size + k]!, 0) + floor);
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++)
        result[i * size + j] = result[i * size + j]! + factor * vectors[i * size + k]! * vectors[j * size + k]!;
  }
  return result;
}

/** One rotation that zeroes a[p, q], accumulated in the columns of `vectors`. */
function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * a[p * size + q]!);
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cos = 1 / Math.sqrt(tangent * tangent + 1);
  const sin = tangent * cos;
  const turn = (m: Float64Array, first: number, second: number) => {
    const [x, y] = [m[first]!, m[second]!];
    m[first] = cos * x - sin * y;
    m[second] = sin * x + cos * y;
  };
  for (let k = 0; k < size; k++) turn(a, k * size + p, k * size + q);
  for (let k = 0; k < size; k++) turn(a, p * size + k, q * size + k);
  for (let k = 0; k < size; k++) turn(vectors, k * size + p, k * size + q);
}

/** Turns a kernel [Dv, p p] for whitened patches into one for raw patches, in place. */
export function whiten(kernel: Float32Array, matrix: Float64Array): void {
  const area = Math.sqrt(matrix.length);
  const row = new Float64Array(area);
  for (let offset = 0; offset < kernel.length; offset += area) {
    row.fill(0);
    for (let i = 0; i < area; i++)
      for (let j = 0; j < area; j++) row[j] = row[j]! + kernel[offset + i]! * matrix[i * area + j]!;
    kernel.set(row, offset);
  }
}
