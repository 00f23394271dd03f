// Registers one thumbnail to another, and measures how alike the two then are.
import { type Placement, sampleWindow, upright } from './window.ts';

export interface Alignment {
  readonly placement: Placement;
  /** Correlation of the two windows, -1 to 1. */
  readonly correlation: number;
}

/** Degrees, scale and shift are varied one at a time: together they would be a grid of hundreds. */
const steps = [
  [2.5, 0, 0, 0],
  [-2.5, 0, 0, 0],
  [0, 0.04, 0, 0],
  [0, -0.04, 0, 0],
  [0, 0, 0.04, 0],
  [0, 0, -0.04, 0],
  [0, 0, 0, 0.04],
  [0, 0, 0, -0.04],
] as const;

/** Correlations that twins exceed after the first and the second coarse pass, and faces of two people rarely do. */
const promising = [0.82, 0.9] as const;

/**
 * The placement of `other` near `start` whose window correlates best with the upright window of `thumbnail`, by a pattern
 * search: coarse first, and fine only where that is promising.
 */
export function align(thumbnail: Uint8Array, other: Uint8Array, start: Placement): Alignment {
  const first = search(thumbnail, other, start, 8, [1]);
  if (first.correlation < promising[0]) return first;
  const second = search(thumbnail, other, first.placement, 10, [0.5]);
  if (second.correlation < promising[1]) return second;
  return search(thumbnail, other, second.placement, 20, [0.5, 0.25, 0.125]);
}

function search(
  thumbnail: Uint8Array,
  other: Uint8Array,
  start: Placement,
  side: number,
  strides: readonly number[],
): Alignment {
  const fixed = new Float32Array(side * side);
  const moved = new Float32Array(side * side);
  sampleWindow(thumbnail, upright, side, fixed);
  const score = (placement: Placement): number => {
    sampleWindow(other, placement, side, moved);
    let sum = 0;
    for (let at = 0; at < fixed.length; at++) sum += fixed[at]! * moved[at]!;
    return sum;
  };
  let best: Alignment = { placement: start, correlation: score(start) };
  for (const stride of strides) {
    for (let round = 0; round < 4; round++) {
      const before = best;
      for (const [degrees, scale, x, y] of steps) {
        const { placement } = best;
        const next: Placement = {
          mirror: placement.mirror,
          degrees: placement.degrees + stride * degrees,
          scale: placement.scale + stride * scale,
          x: placement.x + stride * x,
          y: placement.y + stride * y,
        };
        const correlation = score(next);
        if (correlation > best.correlation) best = { placement: next, correlation };
      }
      if (best === before) break;
    }
  }
  return best;
}

/** Half the side of the square whose mean is subtracted from each grey. */
const blur = 2;

/**
 * Correlation of the fine detail of two aligned thumbnails, -1 to 1. Faces lit from the same side correlate well as wholes,
 * whoever they are; details do not.
 */
export function detailCorrelation(thumbnail: Uint8Array, other: Uint8Array, placement: Placement): number {
  const side = 20;
  const detailOf = (picture: Uint8Array, at: Placement): Float32Array => {
    const window = new Float32Array(side * side);
    sampleWindow(picture, at, side, window);
    return detail(window, side);
  };
  const [first, second] = [detailOf(thumbnail, upright), detailOf(other, placement)];
  return first.reduce((sum, value, index) => sum + value * second[index]!, 0);
}

/** Each grey less the mean of its surroundings, away from the border, scaled to norm 1. */
function detail(window: Float32Array, side: number): Float32Array {
  const details = new Float32Array(window.length);
  let squares = 0;
  for (let y = blur; y < side - blur; y++) {
    for (let x = blur; x < side - blur; x++) {
      let sum = 0;
      for (let row = y - blur; row <= y + blur; row++) {
        for (let column = x - blur; column <= x + blur; column++) sum += window[row * side + column]!;
      }
      const value = window[y * side + x]! - sum / (2 * blur + 1) ** 2;
      details[y * side + x] = value;
      squares += value * value;
    }
  }
  return squares === 0 ? details : details.map((value) => value / Math.sqrt(squares));
}
