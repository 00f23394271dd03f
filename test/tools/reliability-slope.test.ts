import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterWarmUp, grows, medians, slopeOf } from '../../tools/reliability/slope.ts';

test('symmetric noise does not change the slope of a line, and gives it an error', () => {
  const line = Array.from({ length: 10 }, (_, x) => ({ x, y: 3 + 0.5 * x }));
  const exact = slopeOf(line);
  assert.ok(Math.abs(exact.slope - 0.5) < 1e-12 && exact.error < 1e-12);
  const noisy = line.flatMap(({ x, y }) => [
    { x, y: y + 1 },
    { x, y: y - 1 },
  ]);
  const { slope, error } = slopeOf(noisy);
  assert.ok(Math.abs(slope - 0.5) < 1e-12);
  // 20 residuals of 1, 18 degrees of freedom, and a spread of x of 165.
  assert.ok(Math.abs(error - Math.sqrt(20 / 18 / 165)) < 1e-12);
});

test('two points have a slope that says nothing', () => {
  const points = [
    { x: 0, y: 2 },
    { x: 4, y: 0 },
  ];
  assert.deepEqual(slopeOf(points), { slope: -0.5, error: Number.POSITIVE_INFINITY });
});

test('a slope grows when it is above the limit by more than its error', () => {
  assert.ok(grows({ slope: 5.1, error: 1 }, 4));
  assert.ok(!grows({ slope: 4.9, error: 1 }, 4));
  assert.ok(!grows({ slope: 400, error: Number.POSITIVE_INFINITY }, 4));
});

test('each whole x has a median', () => {
  const points = [0, 0.2, 0.9, 1.5].map((x, at) => ({ x, y: [7, 1, 3, 5][at]! }));
  assert.deepEqual(medians(points), [3, 5]);
});

test('the first quarter is warm-up', () => {
  const points = [0, 1, 2, 3, 4, 8].map((x) => ({ x, y: 0 }));
  assert.deepEqual(
    afterWarmUp(points).map(({ x }) => x),
    [2, 3, 4, 8],
  );
});
