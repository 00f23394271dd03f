// How long and narrow an image may be: its longer side as a multiple of the shorter.

/** A face fills no ribbon; and resized to the same shorter side, a ribbon of one pixel becomes gigabytes. */
export const largestSideRatio = 100;

/** What is wrong with an image of this size, worded to follow "it "; undefined if it is fine. */
export const wrongSides = (width: number, height: number): string | undefined =>
  Math.max(width, height) <= largestSideRatio * Math.min(width, height)
    ? undefined
    : `has ${width} x ${height} pixels, one side must be at most ${largestSideRatio} times the other`;
