import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { scoreTable, tableText } from '../../../bench/npm-peers/score-table.ts';
import { random } from '../../../src/core/random.ts';
import type { NamedPredictions } from '../../../src/evaluate/predictions-file.ts';
import { scoreIntervals } from '../../../src/metrics/score-intervals.ts';

const classes = ['anger', 'happiness', 'neutral'];
const model = (name: string, said: readonly (readonly [id: string, label: string, predicted: string])[]) => ({
  name,
  ids: said.map(([id]) => id),
  labels: said.map(([, label]) => label),
  predicted: said.map(([, , predicted]) => predicted),
});

const first = model('one', [
  ['a', 'anger', 'anger'],
  ['b', 'anger', 'neutral'],
  ['c', 'happiness', 'happiness'],
  ['d', 'neutral', 'neutral'],
  ['e', 'contempt', 'neutral'],
]);

test('WAR is the share of faces recognised correctly, UAR the mean recall over classes', () => {
  const { rows, skipped } = scoreTable([first], classes, random(1), 50);
  assert.equal(rows[0]!.faces, 4);
  assert.equal(rows[0]!.war, 3 / 4);
  assert.ok(Math.abs(rows[0]!.uar - (0.5 + 1 + 1) / 3) < 1e-12);
  assert.equal(skipped, 1);
});

test('a prediction of a class that is not compared is wrong', () => {
  const { rows } = scoreTable([model('eight', [['a', 'anger', 'contempt']])], classes, random(1), 10);
  assert.equal(rows[0]!.war, 0);
});

test('models may list the faces in any order', () => {
  const turned: NamedPredictions = {
    name: 'two',
    ids: first.ids.toReversed(),
    labels: first.labels.toReversed(),
    predicted: first.predicted.toReversed(),
  };
  const [ours, theirs] = scoreTable([first, turned], classes, random(1), 100).rows;
  assert.deepEqual({ ...theirs, name: 'one' }, ours);
});

test('refuses models evaluated on different faces or labels', () => {
  const shorter = model('short', [['a', 'anger', 'anger']]);
  assert.throws(() => scoreTable([first, shorter], classes, random(1), 10), {
    code: 'data',
    message: 'Cannot compare "short" with "one": they were evaluated on different faces (1 and 5)',
  });
  assert.throws(() => scoreTable([shorter, first], classes, random(1), 10), /evaluated on different faces/);
  const relabelled = { ...first, name: 'other', labels: first.labels.with(1, 'happiness') };
  assert.throws(() => scoreTable([first, relabelled], classes, random(1), 10), {
    message: 'Cannot compare "other" with "one": "b" has a different label in each',
  });
});

test('scores are within their intervals, which are about as wide as those of mpafer evaluate', () => {
  const draws = random(3);
  const said = Array.from({ length: 300 }, (_, index) => {
    const label = classes[index % 3]!;
    return [`face ${index}`, label, draws.uniform() < 0.6 ? label : 'neutral'] as const;
  });
  const [row] = scoreTable([model('one', said)], classes, random(1), 1000).rows;
  const probabilities = new Float64Array(900);
  said.forEach(([, , predicted], face) => {
    probabilities[face * 3 + classes.indexOf(predicted)] = 1;
  });
  const labels = said.map(([, label]) => classes.indexOf(label));
  const { war, uar } = scoreIntervals({ classes, probabilities, labels }, random(9), 1000);
  for (const [mine, other] of [
    [row!.warInterval, war],
    [row!.uarInterval, uar],
  ] as const)
    for (const end of [0, 1] as const) assert.ok(Math.abs(mine[end] - other[end]) < 0.02, `${mine} ${other}`);
  assert.ok(row!.warInterval[0] < row!.war && row!.war < row!.warInterval[1]);
});

test('an interval contains its score for any predictions', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...classes), { minLength: 1, maxLength: 30 }), (predicted) => {
      const said = predicted.map((name, face) => [`face ${face}`, classes[face % 3]!, name] as const);
      const [row] = scoreTable([model('any', said)], classes, random(1), 200).rows;
      assert.ok(row!.warInterval[0] <= row!.war && row!.war <= row!.warInterval[1]);
    }),
    { numRuns: 30 },
  );
});

test('the table has the best model first, in percent, and says what was skipped', () => {
  const better = { ...first, name: 'better', predicted: first.labels };
  assert.deepEqual(
    tableText(scoreTable([first, better], classes, random(1), 200))
      .split('\n')
      .slice(0, 3),
    [
      '| model | WAR % | 95 % | UAR % | 95 % |',
      '|---|---|---|---|---|',
      '| better | 100.0 | 100.0 to 100.0 | 100.0 | 100.0 to 100.0 |',
    ],
  );
  assert.match(tableText(scoreTable([first], classes, random(1), 10)), /\n4 faces; 1 of other classes skipped$/);
  assert.match(tableText(scoreTable([model('one', [['a', 'anger', 'anger']])], classes, random(1), 10)), /\n1 faces$/);
});
