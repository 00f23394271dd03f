import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { classScores, meanOfKnown } from '../../src/metrics/class-scores.ts';
import { confusion } from '../../src/metrics/confusion.ts';

test('counts rows by truth and columns by prediction', () => {
  assert.deepEqual(confusion([0, 0, 1, 2], [0, 1, 1, 0], 3), [
    [1, 1, 0],
    [0, 1, 0],
    [1, 0, 0],
  ]);
  assert.deepEqual(confusion([], [], 1), [[0]]);
});

test('reads recall from the row, precision from the column and F1 from both', () => {
  const scores = classScores(
    ['happy', 'sad'],
    [
      [6, 2],
      [4, 8],
    ],
  );
  assert.deepEqual(scores[0], { name: 'happy', n: 8, recall: 6 / 8, precision: 6 / 10, f1: 12 / 18 });
  assert.deepEqual(scores[1], { name: 'sad', n: 12, recall: 8 / 12, precision: 8 / 10, f1: 16 / 22 });
});

test('reports NaN for undefined recall, precision and F1', () => {
  const scores = classScores(
    ['never predicted', 'no face', 'neither'],
    [
      [0, 3, 0],
      [0, 0, 0],
      [0, 0, 0],
    ],
  );
  assert.deepEqual(
    scores.map(({ recall, precision, f1 }) => [recall, precision, f1]),
    [
      [0, Number.NaN, 0],
      [Number.NaN, 0, 0],
      [Number.NaN, Number.NaN, Number.NaN],
    ],
  );
});

test('puts F1 between recall and precision', () => {
  const counts = fc.array(fc.array(fc.nat(20), { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(counts, (table) => {
      for (const { recall, precision, f1 } of classScores(['a', 'b', 'c'], table)) {
        if (Number.isNaN(recall) || Number.isNaN(precision)) continue;
        assert.ok(f1 >= Math.min(recall, precision) - 1e-12 && f1 <= Math.max(recall, precision) + 1e-12);
      }
    }),
  );
});

test('takes the mean of what is known', () => {
  assert.equal(meanOfKnown([0.5, Number.NaN, 1]), 0.75);
  assert.equal(meanOfKnown([Number.NaN]), Number.NaN);
});
