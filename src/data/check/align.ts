// Registers one thumbnail to another, and measures how alike the two then are.
import { type Placement, sampleWindow, upright } from './window.ts';

export interface Alignment {
  readonly placement: Placement;
  /** Correlation of the two windows, -1 to 1. */
  readonly correlation: number;
}

/** Largest step first: degrees, scale and shift at once would be a grid of hundreds, one after the other is eight. */
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

/** Faces of two people rarely come above this at a coarse look, twins always do. */
const promising = 0.9;

/**
 * The placement of `other` near `start` whose window correlates best with the upright window of `thumbnail`, by a pattern
 * search: coarse first, and fine only where that is promising.
 */
export function align(thumbnail: Uint8Array, other: Uint8Array, start: Placement): Alignment {
  const coarse = search(thumbnail, other, start, 10, [1, 0.5]);
  return coarse.correlation < promising ? coarse : search(thumbnail, other, coarse.placement, 20, [0.5, 0.25, 0.125]);
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
