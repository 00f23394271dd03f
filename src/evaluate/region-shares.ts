// What of a map is in each region of a face.

export interface RegionShares {
  /** Whether regions are the face's own, or where the recipe of alignment puts them. */
  readonly by: 'landmarks' | 'geometry';
  /** Of the positive values of the map, by region; they sum to 1, or are all 0. */
  readonly shares: Readonly<Record<string, number>>;
}

/** Regions with a twentieth or more, the largest first. */
export const largestRegions = (shares: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(shares)
    .filter(([, share]) => share >= 0.05)
    .sort(([, a], [, b]) => b - a)
    .map(([name, share]) => `${name} ${Math.round(100 * share)} %`);

/** The regions with the largest shares, in words. */
export function regionWords({ by, shares }: RegionShares): string {
  const listed = largestRegions(shares);
  const how = by === 'landmarks' ? "by the face's landmarks" : 'by fixed geometry';
  return listed.length === 0
    ? 'Nothing in the map speaks for the class'
    : `For the class: ${listed.join(', ')} (regions ${how})`;
}
