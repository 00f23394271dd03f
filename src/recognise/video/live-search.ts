// How finely each frame of a live source is searched. Looking for the smallest faces costs most of a frame's time, and a face that fills a
// good part of one frame hardly shrinks to a speck in the next: so all sizes are searched now and then, and in between only those that the
// people in sight may have, upright, in one look.
import type { Box } from '../../faces/face.ts';

/** Seconds between frames that are searched in all sizes, at least, and at most on a machine for which that is too often. */
const [fullEvery, fullAtLeastEvery] = [0.5, 2];

/** Such frames may take this part of the time. */
const fullShare = 0.25;

/** People may shrink to this part of their size from one frame to the next. */
const shrinking = 0.5;

/** Where nobody is in sight, faces from this part of the frame's long side are looked for in between: somebody who sits at a desk. */
const newcomer = 1 / 12;

export interface LiveSearch {
  /** Side of the smallest face to look for in the next frame; undefined for all sizes. */
  next(timestamp: number, longSide: number): number | undefined;
  /** What was found there. */
  found(boxes: readonly Box[]): void;
  /** A new scene: the next frame is searched in all sizes. */
  cut(): void;
}

export function liveSearch(): LiveSearch {
  let full = Number.NEGATIVE_INFINITY;
  let every = fullEvery;
  let wasFull = false;
  let people: readonly Box[] = [];
  return {
    next(timestamp, longSide) {
      // A live source gives its next frame when the one before is done with: so long did all sizes take.
      const took = timestamp - full;
      if (wasFull && Number.isFinite(took)) every = Math.min(Math.max(took / fullShare, fullEvery), fullAtLeastEvery);
      wasFull = timestamp - full >= every || timestamp < full;
      if (wasFull) {
        full = timestamp;
        return undefined;
      }
      const sides = people.map(({ width, height }) => Math.max(width, height));
      return sides.length === 0 ? longSide * newcomer : shrinking * Math.min(...sides);
    },
    found(boxes) {
      // Somebody is gone, or too small by now: the next frame tells which.
      if (!wasFull && boxes.length < people.length) full = Number.NEGATIVE_INFINITY;
      people = boxes;
    },
    cut() {
      full = Number.NEGATIVE_INFINITY;
    },
  };
}
