// One-euro filters for each person: of places in pixels, and of probabilities.
import type { Box } from '../face.ts';
import { type OneEuroFilter, type OneEuroOptions, oneEuro, usualOneEuro } from './one-euro.ts';

/** Smooths what is measured of people over time. */
export interface TrackSmoother {
  /** Numbers in pixels, such as corners of a box and points. Speeds count as those of a face 100 pixels wide, so a video's size does not matter. */
  places(id: number, places: ArrayLike<number>, box: Box, timestamp: number): Float64Array;
  /** Probabilities that sum to 1, before and after. */
  probabilities(id: number, probabilities: ArrayLike<number>, timestamp: number): Float64Array;
  /** Forgets all people but these. */
  keepOnly(ids: ReadonlySet<number>): void;
}

const usualFace = 100;

export function trackSmoother(options: OneEuroOptions = usualOneEuro): TrackSmoother {
  const filters = new Map<number, { readonly places: OneEuroFilter; readonly probabilities: OneEuroFilter }>();
  const filtersOf = (id: number) => {
    const known = filters.get(id);
    if (known !== undefined) return known;
    const made = { places: oneEuro(options), probabilities: oneEuro(options) };
    filters.set(id, made);
    return made;
  };
  return {
    places: (id, places, box, timestamp) =>
      filtersOf(id).places.next(places, timestamp, Math.max(box.width, 1) / usualFace),
    probabilities(id, probabilities, timestamp) {
      const smooth = filtersOf(id).probabilities.next(probabilities, timestamp);
      const sum = smooth.reduce((all, own) => all + own, 0);
      return smooth.map((own) => own / sum);
    },
    keepOnly(ids) {
      for (const id of filters.keys()) if (!ids.has(id)) filters.delete(id);
    },
  };
}
