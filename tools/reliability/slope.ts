// The line of least squares through points.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Rise of y for each step of x. Two points of different x or more. */
export function slopeOf(points: readonly Point[]): number {
  const mean = (value: (point: Point) => number) =>
    points.reduce((sum, point) => sum + value(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const over = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  return over / points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
}

/** The points behind the first share of x, in which memory still fills up. */
export function afterWarmUp(points: readonly Point[], share = 0.25): readonly Point[] {
  const most = points.reduce((largest, { x }) => Math.max(largest, x), 0);
  return points.filter(({ x }) => x >= share * most);
}
