// Least-squares line through points, and whether it says that something grows.

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Slope {
  readonly slope: number;
  /** Its standard error; infinite for fewer than three points, through which any line may go. */
  readonly error: number;
}

/** Slope of y over x by simple regression. Needs at least two different values of x. */
export function slopeOf(points: readonly Point[]): Slope {
  const sum = (value: (point: Point) => number) => points.reduce((total, point) => total + value(point), 0);
  const [x, y] = [sum((point) => point.x) / points.length, sum((point) => point.y) / points.length];
  const spread = sum((point) => (point.x - x) ** 2);
  const slope = sum((point) => (point.x - x) * (point.y - y)) / spread;
  const left = sum((point) => (point.y - y - slope * (point.x - x)) ** 2);
  return {
    slope,
    error: points.length < 3 ? Number.POSITIVE_INFINITY : Math.sqrt(left / (points.length - 2) / spread),
  };
}

/** Whether the slope is above the limit by more than its error: a few noisy points tell nothing. */
export const grows = ({ slope, error }: Slope, limit: number): boolean => slope - error > limit;

/** The points after the first part of x, during which memory still grows. */
export function afterWarmUp(points: readonly Point[], share = 0.25): readonly Point[] {
  const most = points.reduce((largest, { x }) => Math.max(largest, x), 0);
  return points.filter(({ x }) => x >= share * most);
}

/** Median of y in each whole x, for people to read. */
export function medians(points: readonly Point[]): readonly number[] {
  return Array.from(
    Map.groupBy(points, ({ x }) => Math.floor(x)).values(),
    (own) => own.map(({ y }) => y).sort((a, b) => a - b)[own.length >> 1]!,
  );
}
