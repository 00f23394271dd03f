// How long and narrow an image may be: its longer side as a multiple of the shorter.

/** No face fills so narrow a strip, and resizing by the shorter side would turn a strip one pixel high into gigabytes. */
export const largestSideRatio = 100;

/** What is wrong with an image of this size, worded to follow "it "; undefined if it is fine. */
export const wrongSides = (width: number, height: number): string | undefined =>
  Math.max(width, height) <= largestSideRatio * Math.min(width, height)
    ? undefined
    : `has ${width} x ${height} pixels; expected one side at most ${largestSideRatio} times the other`;
