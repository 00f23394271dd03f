// The pairing is the cheapest of all: compared with trying every one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { cheapestPairs } from '../../../src/faces/track/assignment.ts';

/** The least sum, by trying every pairing. */
function leastCost(costs: readonly (readonly number[])[], limit: number, taken: readonly number[] = []): number {
  const [row, ...rest] = costs;
  if (row === undefined) return 0;
  const without = limit + leastCost(rest, limit, taken);
  return row.reduce(
    (least, cost, column) =>
      cost > limit || taken.includes(column)
        ? least
        : Math.min(least, cost + leastCost(rest, limit, [...taken, column])),
    without,
  );
}

test('as cheap as the best of all pairings, for every shape and with impossible pairs', () => {
  const dice = random(7);
  for (let round = 0; round < 300; round++) {
    const [rows, columns] = [dice.integer(6), dice.integer(6)];
    const costs = Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => (dice.uniform() < 0.2 ? Number.POSITIVE_INFINITY : dice.uniform() * 3)),
    );
    const limit = 1.5;
    const partners = cheapestPairs(costs, limit);
    const used = partners.filter((column) => column >= 0);
    assert.equal(new Set(used).size, used.length, 'no column twice');
    const cost = partners.reduce((sum, column, row) => sum + (column < 0 ? limit : costs[row]![column]!), 0);
    assert.ok(Math.abs(cost - leastCost(costs, limit)) < 1e-9, `${JSON.stringify(costs)}: ${partners}`);
  }
});

test('the sum decides, not who comes first', () => {
  // Row 0 is nearest to column 0, which row 1 needs.
  assert.deepEqual(
    cheapestPairs(
      [
        [1, 2],
        [1.5, 9],
      ],
      10,
    ),
    [1, 0],
  );
});

test('without rows or columns nobody has a partner', () => {
  assert.deepEqual(cheapestPairs([], 1), []);
  assert.deepEqual(cheapestPairs([[], []], 1), [-1, -1]);
});
