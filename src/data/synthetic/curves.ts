// Smooth lines through a few points.
import type { Point } from './canvas.ts';

/** Interpolated points per segment. */
const steps = 6;

/** A Catmull-Rom curve through the points, open or closed. */
export function smooth(points: readonly Point[], closed = false): Point[] {
  const count = points.length;
  const at = (index: number) => points[closed ? (index + count) % count : Math.min(Math.max(index, 0), count - 1)]!;
  const curve: Point[] = [];
  for (let index = 0; index < (closed ? count : count - 1); index++) {
    const [a, b, c, d] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      curve.push([blend(a[0], b[0], c[0], d[0], t), blend(a[1], b[1], c[1], d[1], t)]);
    }
  }
  if (!closed) curve.push(points[count - 1]!);
  return curve;
}

const blend = (a: number, b: number, c: number, d: number, t: number): number =>
  0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);

/** An ellipse as a polygon. */
export const ellipse = ([x, y]: Point, radiusX: number, radiusY: number, count = 24): Point[] =>
  Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count;
    return [x + radiusX * Math.cos(angle), y + radiusY * Math.sin(angle)];
  });
