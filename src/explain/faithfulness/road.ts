// Noisy linear imputation (ROAD, Rong et al., ICML 2022): a removed pixel is the weighted mean of its neighbours, so that the shape of what
// was removed tells little.
import type { Random } from '../../core/random.ts';
import { type Equations, solveDirectly } from './road-solver.ts';

/** A removed pixel is 1/6 of each neighbour at its sides and 1/12 of each at its corners. */
const neighbours: readonly (readonly [dx: number, dy: number, weight: number])[] = [
  [-1, 0, 1 / 6],
  [1, 0, 1 / 6],
  [0, -1, 1 / 6],
  [0, 1, 1 / 6],
  [-1, -1, 1 / 12],
  [1, -1, 1 / 12],
  [-1, 1, 1 / 12],
  [1, 1, 1 / 12],
];

/** Pictures up to this side are solved directly. Time grows with its fourth power: a larger one starts from the solution for a smaller one. */
const directSide = 64;

/** Sweeps end when no pixel changes by more than this, in deviations of the input. */
const settled = 2e-3;
const mostSweeps = 400;
/** Successive over-relaxation: a sweep goes further than its equation says, which settles large holes in a tenth of the sweeps. */
const overshoot = 1.8;

/** Deviation of the noise that is added, in deviations of the input. */
export const roadNoise = 0.01;

/**
 * Solves for the removed pixels of [channels, side, side], in place: each is the mean of its neighbours by weight, at the border of those that
 * are there. Known pixels stay as they are. Without any known pixel nothing can be solved, and the channels' means stay.
 *
 * @param removed [side, side], 1 for a pixel to fill
 * @param cell pixels are removed in whole squares of this side, aligned to the picture; 1 for any pixels
 * @param noise adds Gaussian noise of {@link roadNoise}; none where it is absent
 */
export function imputeLinear(
  pixels: Float32Array,
  side: number,
  removed: Uint8Array,
  { cell = 1, noise }: { readonly cell?: number; readonly noise?: Random } = {},
): void {
  const area = side * side;
  const holes: number[] = [];
  for (let at = 0; at < area; at++) if (removed[at]) holes.push(at);
  if (holes.length === 0) return;
  if (holes.length === area) fillWithMeans(pixels, area);
  else if (side <= directSide) solveDirectly(pixels, area, equationsOf(holes, side));
  else {
    fillFromSmaller(pixels, side, removed, cell);
    const equations = equationsOf(holes, side);
    for (let begin = 0; begin < pixels.length; begin += area) relax(pixels.subarray(begin, begin + area), equations);
  }
  if (noise === undefined) return;
  for (let begin = 0; begin < pixels.length; begin += area) {
    for (const at of holes) pixels[begin + at]! += roadNoise * noise.normal();
  }
}

function fillWithMeans(pixels: Float32Array, area: number): void {
  for (let begin = 0; begin < pixels.length; begin += area) {
    const plane = pixels.subarray(begin, begin + area);
    plane.fill(plane.reduce((sum, value) => sum + value, 0) / area);
  }
}

/** A first guess: the solution for a smaller picture, each of whose pixels is a square of this one that was removed whole or not at all. */
function fillFromSmaller(pixels: Float32Array, side: number, removed: Uint8Array, cell: number): void {
  let factor = 1;
  for (let next = 1; next <= cell; next++) if (cell % next === 0 && side / factor > directSide) factor = next;
  const small = side / factor;
  const [area, smallArea] = [side * side, small * small];
  const placeOf = (at: number) => Math.floor(Math.floor(at / side) / factor) * small + Math.floor((at % side) / factor);
  const smaller = new Float32Array((pixels.length / area) * smallArea);
  const smallRemoved = new Uint8Array(smallArea);
  for (let at = 0; at < area; at++) {
    const place = placeOf(at);
    smallRemoved[place] = removed[at]!;
    for (let plane = 0; plane * area < pixels.length; plane++)
      smaller[plane * smallArea + place]! += pixels[plane * area + at]! / factor ** 2;
  }
  const holes = Array.from(smallRemoved.keys()).filter((at) => smallRemoved[at] === 1);
  solveDirectly(smaller, smallArea, equationsOf(holes, small));
  for (let at = 0; at < area; at++) {
    if (removed[at] !== 1) continue;
    for (let plane = 0; plane * area < pixels.length; plane++)
      pixels[plane * area + at] = smaller[plane * smallArea + placeOf(at)]!;
  }
}

function equationsOf(holes: readonly number[], side: number): Equations {
  const around = new Int32Array(8 * holes.length);
  const weights = new Float64Array(8 * holes.length);
  const sums = new Float64Array(holes.length);
  for (let hole = 0; hole < holes.length; hole++) {
    const at = holes[hole]!;
    const x = at % side;
    const y = (at - x) / side;
    for (let index = 0; index < 8; index++) {
      const [dx, dy, weight] = neighbours[index]!;
      const isThere = x + dx >= 0 && x + dx < side && y + dy >= 0 && y + dy < side;
      around[8 * hole + index] = isThere ? at + dy * side + dx : at;
      weights[8 * hole + index] = isThere ? weight : 0;
      if (isThere) sums[hole]! += weight;
    }
  }
  return { at: Int32Array.from(holes), around, weights, sums };
}

/** Gauss and Seidel's sweeps over the removed pixels, with over-relaxation. */
function relax(plane: Float32Array, { at, around, weights, sums }: Equations): void {
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let largest = 0;
    for (let hole = 0; hole < at.length; hole++) {
      let sum = 0;
      for (let index = 8 * hole; index < 8 * hole + 8; index++) sum += weights[index]! * plane[around[index]!]!;
      const own = at[hole]!;
      const change = overshoot * (sum / sums[hole]! - plane[own]!);
      plane[own]! += change;
      if (change > largest) largest = change;
      else if (-change > largest) largest = -change;
    }
    if (largest < settled) return;
  }
}
