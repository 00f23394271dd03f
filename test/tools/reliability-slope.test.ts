import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterWarmUp, slopeOf } from '../../tools/reliability/slope.ts';

test('symmetric noise does not change the slope of a line', () => {
  const line = Array.from({ length: 10 }, (_, x) => ({ x, y: 3 + 0.5 * x }));
  assert.ok(Math.abs(slopeOf(line) - 0.5) < 1e-12);
  const noisy = line.flatMap(({ x, y }) => [
    { x, y: y + 1 },
    { x, y: y - 1 },
  ]);
  assert.ok(Math.abs(slopeOf(noisy) - 0.5) < 1e-12);
  assert.equal(
    slopeOf([
      { x: 0, y: 2 },
      { x: 4, y: 0 },
    ]),
    -0.5,
  );
});

test('the first quarter is warm-up', () => {
  const points = [0, 1, 2, 3, 4, 8].map((x) => ({ x, y: 0 }));
  assert.deepEqual(
    afterWarmUp(points).map(({ x }) => x),
    [2, 3, 4, 8],
  );
});
