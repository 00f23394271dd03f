// Noisy linear imputation (ROAD, Rong et al., ICML 2022): a removed pixel is the weighted mean of its neighbours, so that the shape of what
// was removed tells little.
import type { Random } from '../../core/random.ts';

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
 * @param noise adds Gaussian noise of {@link roadNoise}; none where it is absent
 */
export function imputeLinear(pixels: Float32Array, side: number, removed: Uint8Array, noise?: Random): void {
  const area = side * side;
  const holes: number[] = [];
  for (let at = 0; at < area; at++) if (removed[at]) holes.push(at);
  if (holes.length === 0) return;
  const equations = equationsOf(holes, side);
  for (let begin = 0; begin < pixels.length; begin += area) {
    const plane = pixels.subarray(begin, begin + area);
    fillWithMean(plane, holes, removed);
    if (holes.length < area) relax(plane, equations);
  }
  if (noise === undefined) return;
  for (let begin = 0; begin < pixels.length; begin += area) {
    for (const at of holes) pixels[begin + at]! += roadNoise * noise.normal();
  }
}

/** A first guess: the mean of the known pixels, or of all where none is known. */
function fillWithMean(plane: Float32Array, holes: readonly number[], removed: Uint8Array): void {
  let [sum, count] = [0, 0];
  for (let at = 0; at < plane.length; at++) {
    if (removed[at] && holes.length < plane.length) continue;
    sum += plane[at]!;
    count++;
  }
  for (const at of holes) plane[at] = sum / count;
}

/** Of each removed pixel: where it is, where its neighbours are, and their weights, which sum to 1; beyond the border they are 0. */
interface Equations {
  readonly at: Int32Array;
  /** [holes, 8] */
  readonly around: Int32Array;
  /** [holes, 8] */
  readonly weights: Float32Array;
}

function equationsOf(holes: readonly number[], side: number): Equations {
  const around = new Int32Array(8 * holes.length);
  const weights = new Float32Array(8 * holes.length);
  holes.forEach((at, hole) => {
    const [x, y] = [at % side, Math.floor(at / side)];
    let sum = 0;
    neighbours.forEach(([dx, dy, weight], index) => {
      const isThere = x + dx >= 0 && x + dx < side && y + dy >= 0 && y + dy < side;
      around[8 * hole + index] = isThere ? at + dy * side + dx : at;
      weights[8 * hole + index] = isThere ? weight : 0;
      if (isThere) sum += weight;
    });
    for (let index = 8 * hole; index < 8 * hole + 8; index++) weights[index]! /= sum;
  });
  return { at: Int32Array.from(holes), around, weights };
}

/** Gauss and Seidel's sweeps over the removed pixels, with over-relaxation. */
function relax(plane: Float32Array, { at, around, weights }: Equations): void {
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let largest = 0;
    for (let hole = 0; hole < at.length; hole++) {
      let sum = 0;
      for (let index = 8 * hole; index < 8 * hole + 8; index++) sum += weights[index]! * plane[around[index]!]!;
      const own = at[hole]!;
      const change = overshoot * (sum - plane[own]!);
      plane[own]! += change;
      if (change > largest) largest = change;
      else if (-change > largest) largest = -change;
    }
    if (largest < settled) return;
  }
}
