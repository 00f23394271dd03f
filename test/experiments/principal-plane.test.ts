import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { principalPlane } from '../../src/experiments/principal-plane.ts';

/** Points near (1, 0, 0, ...), spread much along the second axis, less along the third, hardly along others. */
function cloud(n: number, width: number, seed = 1) {
  const draws = random(seed);
  const spreads = [0, 0.2, 0.1, ...new Array<number>(width - 3).fill(0.005)];
  const rows = Array.from({ length: n }, () => spreads.map((spread, at) => (at === 0 ? 1 : spread * draws.normal())));
  return { rows, features: float32(rows.flat(), [n, width]) };
}

test('finds the two directions of largest variance and their shares', () => {
  const { rows, features } = cloud(300, 12);
  const { points, explained } = principalPlane(features);
  const along = (axis: number, key: 'x' | 'y') => {
    const a = rows.map((row) => row[axis]! / Math.hypot(...row));
    const mean = a.reduce((sum, value) => sum + value, 0) / a.length;
    const b = points.map((point) => point[key]);
    const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, at) => sum + value * y[at]!, 0);
    const c = a.map((value) => value - mean);
    return Math.abs(dot(c, b)) / Math.sqrt(dot(c, c) * dot(b, b));
  };
  assert.ok(along(1, 'x') > 0.99 && along(2, 'y') > 0.98);
  assert.ok(explained[0] > explained[1] && explained[0] + explained[1] > 0.95 && explained[0] + explained[1] <= 1);
});

test('the map is centred, and its axes are orthogonal', () => {
  const { points } = principalPlane(cloud(100, 6).features);
  const sum = (value: (point: { x: number; y: number }) => number) =>
    points.reduce((total, point) => total + value(point), 0);
  assert.ok(Math.abs(sum(({ x }) => x)) < 1e-9 && Math.abs(sum(({ y }) => y)) < 1e-9);
  assert.ok(Math.abs(sum(({ x, y }) => x * y)) < 1e-6);
});

test('projects a row to its own point, whatever its length', () => {
  const { rows, features } = cloud(40, 5);
  const { points, project } = principalPlane(features);
  const again = project(rows[7]!.map((value) => 30 * value));
  assert.ok(Math.abs(again.x - points[7]!.x) < 1e-6 && Math.abs(again.y - points[7]!.y) < 1e-6);
});

test('is deterministic, and maps identical faces to one point', () => {
  const { features } = cloud(30, 5);
  assert.deepEqual(principalPlane(features).points, principalPlane(features).points);
  const { points, explained } = principalPlane(float32([1, 2, 1, 2, 1, 2], [3, 2]));
  assert.deepEqual(explained, [0, 0]);
  for (const { x, y } of points) assert.ok(Math.hypot(x, y) < 1e-12);
});
