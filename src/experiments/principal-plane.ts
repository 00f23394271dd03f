// A 2-D map of features: their first two principal components. Linear, deterministic and without settings; it states how much
// variance it shows.
//
// Implemented here because orthogonal iteration for two components takes forty lines, and nothing else needs a linear-algebra library.
import type { NumericArray } from '../core/array.ts';
import { random } from '../core/random.ts';
import { fixed } from '../core/shape.ts';

export interface PlanePoint {
  readonly x: number;
  readonly y: number;
}

export interface PrincipalPlane {
  /** One per row of the features. */
  readonly points: readonly PlanePoint[];
  /** Shares of the variance along the two axes. */
  readonly explained: readonly [number, number];
  /** Projects another feature vector of E numbers into the same plane. */
  project(row: ArrayLike<number>): PlanePoint;
}

const rounds = 200;

/** @param features [n, E]; rows are scaled to unit length, as in recognition */
export function principalPlane(features: NumericArray): PrincipalPlane {
  const [n, width] = [fixed(features.shape, 0), fixed(features.shape, 1)];
  const rows = Array.from({ length: n }, (_, row) => unit(features.data.subarray(row * width, (row + 1) * width)));
  const mean = new Float64Array(width);
  for (const row of rows) for (let at = 0; at < width; at++) mean[at]! += row[at]! / n;
  const centred = rows.map((row) => row.map((value, at) => value - mean[at]!));
  const total = centred.reduce((sum, row) => sum + dot(row, row), 0);
  const axes = twoAxes(centred, width);
  const place = (row: Float64Array): PlanePoint => ({ x: dot(row, axes[0]), y: dot(row, axes[1]) });
  const points = centred.map(place);
  const part = (key: 'x' | 'y') =>
    total < n * 1e-12 ? 0 : points.reduce((sum, point) => sum + point[key] ** 2, 0) / total;
  return {
    points,
    explained: [part('x'), part('y')],
    project: (row) => place(unit(row).map((value, at) => value - mean[at]!)),
  };
}

/** Orthogonal iteration with X'X, which is never formed. Signs are fixed so that the largest coordinate of an axis is positive. */
function twoAxes(rows: readonly Float64Array[], width: number): readonly [Float64Array, Float64Array] {
  const draws = random(1).split('axes');
  const start = () => Float64Array.from({ length: width }, () => draws.normal());
  let [first, second] = orthonormal(start(), start());
  for (let round = 0; round < rounds; round++) {
    const [before, next] = [first, orthonormal(through(rows, first), through(rows, second))];
    [first, second] = next;
    if (round > 20 && 1 - Math.abs(dot(before, first)) < 1e-13) break;
  }
  return [signed(first), signed(second)];
}

function through(rows: readonly Float64Array[], axis: Float64Array): Float64Array {
  const sum = new Float64Array(axis.length);
  for (const row of rows) {
    const along = dot(row, axis);
    for (let at = 0; at < sum.length; at++) sum[at]! += along * row[at]!;
  }
  return sum;
}

function orthonormal(a: Float64Array, b: Float64Array): [Float64Array, Float64Array] {
  const first = unit(a);
  const along = dot(first, b);
  return [first, unit(b.map((value, at) => value - along * first[at]!))];
}

const signed = (axis: Float64Array): Float64Array => {
  const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? axis.map((value) => -value) : axis;
};

/** Scales a row to unit length; zeros stay zero. */
export function unit(row: ArrayLike<number | bigint>): Float64Array {
  const values = Float64Array.from(row, Number);
  const length = Math.sqrt(dot(values, values));
  return length === 0 ? values : values.map((value) => value / length);
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}
