// Solves the equations of imputation directly: an LDL^T factorisation inside the envelope of the matrix.

/** Of each removed pixel: where it is, where its neighbours are, and their weights; beyond the border they are 0. */
export interface Equations {
  /** In the order of rows of the picture. */
  readonly at: Int32Array;
  /** [holes, 8] */
  readonly around: Int32Array;
  /** [holes, 8] */
  readonly weights: Float64Array;
  /** Of each removed pixel, the sum of its weights. */
  readonly sums: Float64Array;
}

/** Row i of L is from column `first[i]` to i - 1, at `start[i]`. */
interface Factors {
  readonly first: Int32Array;
  readonly start: Int32Array;
  readonly lower: Float64Array;
  readonly pivots: Float64Array;
}

/**
 * Fills the removed pixels of each plane.
 *
 * @param pixels [planes, area], at least one pixel of which is known
 */
export function solveDirectly(pixels: Float32Array, area: number, equations: Equations): void {
  const { at, around, weights } = equations;
  const holeAt = new Int32Array(area).fill(-1);
  for (let hole = 0; hole < at.length; hole++) holeAt[at[hole]!] = hole;
  const { first, start, lower, pivots } = factorised(equations, holeAt);
  const solution = new Float64Array(at.length);
  for (let begin = 0; begin < pixels.length; begin += area) {
    for (let row = 0; row < at.length; row++) {
      let sum = 0;
      for (let index = 8 * row; index < 8 * row + 8; index++) {
        const place = around[index]!;
        if (holeAt[place]! < 0) sum += weights[index]! * pixels[begin + place]!;
      }
      const own = start[row]! - first[row]!;
      for (let column = first[row]!; column < row; column++) sum -= lower[own + column]! * solution[column]!;
      solution[row] = sum;
    }
    for (let row = 0; row < at.length; row++) solution[row]! /= pivots[row]!;
    for (let row = at.length - 1; row >= 0; row--) {
      const value = solution[row]!;
      pixels[begin + at[row]!] = value;
      const own = start[row]! - first[row]!;
      for (let above = first[row]!; above < row; above++) solution[above]! -= lower[own + above]! * value;
    }
  }
}

/**
 * The matrix has the sum of a pixel's weights on its diagonal, and a weight less than 0 where two removed pixels are neighbours: symmetric, and
 * positive definite as soon as a pixel is known. By rows of the picture its entries are near the diagonal.
 */
function factorised({ at, around, weights, sums }: Equations, holeAt: Int32Array): Factors {
  const count = at.length;
  const first = new Int32Array(count);
  const start = new Int32Array(count + 1);
  for (let row = 0; row < count; row++) {
    let least = row;
    for (let index = 8 * row; index < 8 * row + 8; index++) {
      const column = holeAt[around[index]!]!;
      if (weights[index] !== 0 && column >= 0 && column < least) least = column;
    }
    first[row] = least;
    start[row + 1] = start[row]! + row - least;
  }
  const lower = new Float64Array(start[count]!);
  const pivots = sums.slice();
  for (let row = 0; row < count; row++) {
    const own = start[row]! - first[row]!;
    for (let index = 8 * row; index < 8 * row + 8; index++) {
      const column = holeAt[around[index]!]!;
      if (weights[index] !== 0 && column >= 0 && column < row) lower[own + column] = -weights[index]!;
    }
    for (let column = first[row]!; column < row; column++) {
      const other = start[column]! - first[column]!;
      let sum = lower[own + column]!;
      for (let k = Math.max(first[row]!, first[column]!); k < column; k++) sum -= lower[own + k]! * lower[other + k]!;
      lower[own + column] = sum;
    }
    // Until here the row is that of L times the pivots.
    let pivot = pivots[row]!;
    for (let column = first[row]!; column < row; column++) {
      const value = lower[own + column]!;
      lower[own + column] = value / pivots[column]!;
      pivot -= value * lower[own + column]!;
    }
    pivots[row] = pivot;
  }
  return { first, start, lower, pivots };
}
