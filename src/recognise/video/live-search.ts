// How each frame of a live source is searched. A search in all sizes and turns takes longer than everything else together, and people hardly
// move from one frame to the next: so a search is made now and then, and in between those who were found are followed.
import type { Face } from '../../faces/face.ts';
import type { LookOptions } from '../../faces/find-options.ts';
import type { FacePlace } from '../picture-faces.ts';

/** Seconds between searches in all sizes, at least, and at most on a machine for which that is too often. */
const [fullEvery, fullAtLeastEvery] = [0.5, 2];

/** Such searches may take this part of the time. */
const fullShare = 0.25;

/** Where nobody is in sight, faces from this part of the frame's long side are looked for in between: somebody who sits at a desk. */
const newcomer = 1 / 12;

/** How to look for faces in a frame: an empty one is a search in all sizes. */
export type Look = Pick<LookOptions, 'minFace' | 'oneLook' | 'follow'>;

export interface LiveSearch {
  next(timestamp: number, longSide: number): Look;
  /** Who was found there. */
  found(places: readonly FacePlace[]): void;
  /** A new scene: the next frame is searched in all sizes. */
  cut(): void;
}

export function liveSearch(): LiveSearch {
  let full = Number.NEGATIVE_INFINITY;
  let every = fullEvery;
  let wasFull = false;
  let people: readonly Face[] = [];
  return {
    next(timestamp, longSide) {
      // A live source gives its next frame when the one before is done with: so long did all sizes take.
      const took = timestamp - full;
      if (wasFull && Number.isFinite(took)) every = Math.min(Math.max(took / fullShare, fullEvery), fullAtLeastEvery);
      wasFull = timestamp - full >= every || timestamp < full;
      if (wasFull) {
        full = timestamp;
        return {};
      }
      return people.length === 0 ? { minFace: longSide * newcomer, oneLook: true } : { follow: people };
    },
    found(places) {
      const now = places.filter(isFace);
      // Somebody is gone: the next frame tells whether out of sight.
      if (!wasFull && now.length < people.length) full = Number.NEGATIVE_INFINITY;
      people = now;
    },
    cut() {
      full = Number.NEGATIVE_INFINITY;
    },
  };
}

/** Whether it was found in the frame, and is not all of it. */
const isFace = (place: FacePlace): place is FacePlace & Face => place.landmarks !== undefined;
