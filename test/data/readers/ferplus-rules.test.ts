import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ferplusRules, type Verdict, verdict } from '../../../src/data/readers/ferplus/ferplus-rules.ts';

// neutral, happiness, surprise, sadness, anger, disgust, fear, contempt, unknown, NF
const cases: readonly (readonly [string, readonly number[], readonly Verdict[]])[] = [
  ['a clear winner', [0, 9, 1, 0, 0, 0, 0, 0, 0, 0], [1, 1, 1]],
  ['the first line of the release', [4, 0, 0, 1, 3, 2, 0, 0, 0, 0], ['no majority', 0, 0]],
  ['exactly half of what counts is no majority', [4, 0, 0, 4, 1, 1, 0, 0, 0, 0], ['no majority', 0, 0]],
  ['dropped single votes make a majority', [5, 1, 1, 1, 1, 1, 0, 0, 0, 0], [0, 0, 0]],
  ['single votes alone', [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], ['no majority', 0, 0]],
  ['unknown wins', [0, 0, 2, 0, 0, 0, 0, 0, 8, 0], ['unknown or not a face', 'unknown or not a face', 2]],
  [
    'no face wins and no emotion has a vote',
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 10],
    ['unknown or not a face', 'unknown or not a face', 'no votes'],
  ],
  ['unknown counts against the majority', [0, 0, 0, 5, 0, 0, 0, 0, 5, 0], ['no majority', 3, 3]],
  ['a tie goes to the first column', [0, 0, 0, 0, 0, 5, 5, 0, 0, 0], ['no majority', 5, 5]],
  ['no votes at all', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], ['no majority', 'no votes', 'no votes']],
];

for (const [name, votes, wanted] of cases) {
  test(`${name}: ${ferplusRules.join(', ')} say ${wanted.join(', ')}`, () => {
    assert.deepEqual(
      ferplusRules.map((rule) => verdict(votes, rule)),
      wanted,
    );
  });
}
