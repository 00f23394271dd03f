import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvRows } from '../../src/core/csv.ts';
import { random } from '../../src/core/random.ts';
import { type CrossCell, crossCell, crossCsv, crossMatrix, crossTable } from '../../src/experiments/cross-cells.ts';

const cell = (train: string, onto: string, seed: number, war: number): CrossCell => ({
  train,
  test: onto,
  seed,
  n: 10,
  war,
  uar: war / 2,
  interval: { war: [0, 1], uar: [0, 1] },
  leftOut: { fear: 2, awe: 3 },
  seen: 4,
});

const cells = [cell('a', 'a', 1, 0.8), cell('a', 'a', 2, 0.6), cell('a', 'b', 1, 0.5), cell('zero-shot', 'a', 0, 0.25)];

test('keeps the order of rows and columns, pools seeds, and leaves missing cells undefined', () => {
  const { entries } = crossMatrix(cells, ['zero-shot', 'a', 'c'], ['a', 'b']);
  const means = entries.map((line) => line.map((entry) => entry && Math.round(entry.war.mean * 100)));
  assert.deepEqual(means, [
    [25, undefined],
    [70, 50],
    [undefined, undefined],
  ]);
  assert.ok(Math.abs(entries[1]![0]!.war.deviation - Math.SQRT2 / 10) < 1e-12);
});

test('the table lists WAR and UAR, with deviations if there are several seeds', () => {
  const lines = crossTable(crossMatrix(cells, ['zero-shot', 'a'], ['a', 'b'])).split('\n');
  assert.equal(lines[2], '| zero-shot | 25.0 / 12.5 |  |');
  assert.equal(lines[3], '| a | 70.0 ± 14.1 / 35.0 ± 7.1 | 50.0 / 25.0 |');
});

test('every cell is a CSV row', () => {
  const [head, first] = csvRows(crossCsv(cells), 'it').map(({ fields }) => fields);
  const row = Object.fromEntries(head!.map((name, at) => [name, first![at]]));
  assert.deepEqual([row.train, row.test, row.war, row.left_out, row.seen], ['a', 'a', '0.8', '5', '4']);
});

test('a cell contains the scores of predictions with their intervals', () => {
  const labels = [0, 0, 1, 1, 1, 0, 1, 0];
  const probabilities = Float32Array.from(
    labels.flatMap((label, face) => (face < 6 ? [1 - label, label] : [label, 1 - label])),
  );
  const predictions = { classes: ['x', 'y'], labels, probabilities, logits: probabilities, ids: labels.map(String) };
  const found = crossCell('a', 'b', 3, predictions, { skipped: {}, seen: 0 }, random(1));
  assert.deepEqual([found.n, found.war, found.seed], [8, 0.75, 3]);
  assert.ok(found.interval.war[0] < 0.75 && found.interval.war[1] > 0.75);
});
