// Least-squares line through points.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Slope of y over x. Needs at least two different values of x. */
export function slopeOf(points: readonly Point[]): number {
  const mean = (value: (point: Point) => number) =>
    points.reduce((sum, point) => sum + value(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const over = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  return over / points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
}

/** The points after the first part of x, during which memory still grows. */
export function afterWarmUp(points: readonly Point[], share = 0.25): readonly Point[] {
  const most = points.reduce((largest, { x }) => Math.max(largest, x), 0);
  return points.filter(({ x }) => x >= share * most);
}
