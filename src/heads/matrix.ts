// Small dense matrices in double precision: a few hundred faces by a few hundred features need no engine.
import { MpaferError } from '../core/errors.ts';

/** Row by row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

export const zeros = (rows: number, columns: number): Matrix => ({
  rows,
  columns,
  data: new Float64Array(rows * columns),
});

export const copy = ({ rows, columns, data }: Matrix): Matrix => ({ rows, columns, data: data.slice() });

export const row = ({ columns, data }: Matrix, index: number): Float64Array =>
  data.subarray(index * columns, (index + 1) * columns);

/** Some rows, in the given order. */
export function pickRows(matrix: Matrix, indices: readonly number[]): Matrix {
  const picked = zeros(indices.length, matrix.columns);
  indices.forEach((index, at) => {
    picked.data.set(row(matrix, index), at * matrix.columns);
  });
  return picked;
}

/** Rows of an array [n, E] at unit length; a row of zeros stays. */
export function unitRows({
  data,
  shape,
}: {
  readonly data: ArrayLike<number | bigint>;
  readonly shape: readonly (number | string)[];
}): Matrix {
  const [rows, columns] = [Number(shape[0]), Number(shape[1])];
  const unit = zeros(rows, columns);
  for (let at = 0; at < rows * columns; at++) unit.data[at] = Number(data[at]);
  for (let index = 0; index < rows; index++) normalise(row(unit, index));
  return unit;
}

/** Scales to length 1, in place; returns the length before. */
export function normalise(vector: Float64Array): number {
  const length = Math.sqrt(dot(vector, vector));
  if (length > 0) for (let i = 0; i < vector.length; i++) vector[i]! /= length;
  return length;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** factor A B' [n, m], of A [n, k] and B [m, k]. */
export function timesTransposed(a: Matrix, b: Matrix, factor = 1): Matrix {
  const product = zeros(a.rows, b.rows);
  for (let i = 0; i < a.rows; i++) {
    const own = row(a, i);
    for (let j = 0; j < b.rows; j++) product.data[i * b.rows + j] = factor * dot(own, row(b, j));
  }
  return product;
}

/** A' B [k, m], of A [n, k] and B [n, m]. */
export function transposedTimes(a: Matrix, b: Matrix): Matrix {
  const product = zeros(a.columns, b.columns);
  for (let i = 0; i < a.rows; i++) {
    const other = row(b, i);
    for (let j = 0; j < a.columns; j++) {
      const factor = a.data[i * a.columns + j]!;
      if (factor === 0) continue;
      const into = j * b.columns;
      for (let m = 0; m < b.columns; m++) product.data[into + m]! += factor * other[m]!;
    }
  }
  return product;
}

/** A + factor B. */
export function plus(a: Matrix, b: Matrix, factor = 1): Matrix {
  const sum = copy(a);
  for (let i = 0; i < sum.data.length; i++) sum.data[i]! += factor * b.data[i]!;
  return sum;
}

/**
 * X with A X = B, for a symmetric positive definite A [k, k] and B [k, m], by Cholesky's factorisation.
 *
 * @throws MpaferError `shape` when A is not positive definite
 */
export function solvePositive(a: Matrix, b: Matrix): Matrix {
  const k = a.rows;
  const lower = zeros(k, k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a.data[i * k + j]!;
      for (let m = 0; m < j; m++) sum -= lower.data[i * k + m]! * lower.data[j * k + m]!;
      if (i !== j) lower.data[i * k + j] = sum / lower.data[j * k + j]!;
      else if (sum > 0) lower.data[i * k + i] = Math.sqrt(sum);
      else throw new MpaferError('shape', `Cannot solve ${k} equations: the matrix is not positive definite`);
    }
  }
  const solution = copy(b);
  const x = solution.data;
  for (let column = 0; column < b.columns; column++) {
    for (let i = 0; i < k; i++) {
      let sum = x[i * b.columns + column]!;
      for (let m = 0; m < i; m++) sum -= lower.data[i * k + m]! * x[m * b.columns + column]!;
      x[i * b.columns + column] = sum / lower.data[i * k + i]!;
    }
    for (let i = k - 1; i >= 0; i--) {
      let sum = x[i * b.columns + column]!;
      for (let m = i + 1; m < k; m++) sum -= lower.data[m * k + i]! * x[m * b.columns + column]!;
      x[i * b.columns + column] = sum / lower.data[i * k + i]!;
    }
  }
  return solution;
}

/** The largest eigenvalue of X'X / n, X [n, k], by power iteration from a vector of ones. */
export function largestEigenvalue(x: Matrix, weights?: Float64Array): number {
  let vector = new Float64Array(x.columns).fill(1);
  let value = 0;
  for (let step = 0; step < 100; step++) {
    normalise(vector);
    const next = new Float64Array(x.columns);
    for (let i = 0; i < x.rows; i++) {
      const own = row(x, i);
      const projected = dot(own, vector) * (weights?.[i] ?? 1 / x.rows);
      for (let j = 0; j < next.length; j++) next[j]! += projected * own[j]!;
    }
    value = dot(next, vector);
    vector = next;
  }
  return value;
}
