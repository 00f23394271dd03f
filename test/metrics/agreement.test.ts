import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { agreement } from '../../src/metrics/agreement.ts';

/** Labels from a table: `counts[i][j]` faces that the first calls i and the second j. */
function labelled(counts: readonly (readonly number[])[]) {
  const [first, second]: [string[], string[]] = [[], []];
  counts.forEach((row, i) => {
    row.forEach((count, j) => {
      for (let n = 0; n < count; n++) {
        first.push(String(i));
        second.push(String(j));
      }
    });
  });
  return { first, second };
}

test("Cohen's kappa by hand: 70 of 100 in agreement where 54 were expected", () => {
  // By hand: po = .7, pe = .6 * .7 + .4 * .3 = .54, kappa = .16 / .46.
  const { first, second } = labelled([
    [50, 10],
    [20, 20],
  ]);
  const { n, observed, kappa, interval } = agreement(first, second, random(1));
  assert.equal(n, 100);
  assert.ok(Math.abs(observed - 0.7) < 1e-12);
  assert.ok(Math.abs(kappa - 0.16 / 0.46) < 1e-12);
  assert.ok(interval[0] < kappa && kappa < interval[1] && interval[0] > 0.1 && interval[1] < 0.6);
});

test('perfect agreement is 1, chance is 0, opposition is below', () => {
  const kappaOf = (counts: readonly (readonly number[])[]) => {
    const { first, second } = labelled(counts);
    return agreement(first, second, random(1)).kappa;
  };
  assert.equal(
    kappaOf([
      [5, 0],
      [0, 7],
    ]),
    1,
  );
  assert.ok(
    Math.abs(
      kappaOf([
        [4, 4],
        [4, 4],
      ]),
    ) < 1e-12,
  );
  assert.equal(
    kappaOf([
      [0, 5],
      [5, 0],
    ]),
    -1,
  );
});

test('one label alone says nothing, and neither does one group', () => {
  assert.ok(Number.isNaN(agreement(['a', 'a'], ['a', 'a'], random(1)).kappa));
  const { first, second } = labelled([
    [5, 1],
    [1, 5],
  ]);
  assert.ok(
    Number.isNaN(
      agreement(
        first,
        second,
        random(1),
        first.map(() => 'one'),
      ).interval[0],
    ),
  );
});
