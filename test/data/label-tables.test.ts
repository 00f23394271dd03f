import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  affectnetTable,
  expressionOf,
  expwTable,
  fer2013Table,
  labelTables,
  numbersOf,
  rafdbTable,
} from '../../src/data/label-tables.ts';

/** What a number means depends on the set, and the order of folder names is never an order of classes. */
test('the same number is another expression in each set', () => {
  assert.deepEqual(
    [rafdbTable, affectnetTable, fer2013Table, expwTable].map((table) => expressionOf('3', table)),
    ['disgust', 'surprise', 'happiness', 'happiness'],
  );
  assert.deepEqual(
    [rafdbTable, affectnetTable, fer2013Table].map((table) => expressionOf('6', table)),
    ['anger', 'anger', 'neutral'],
  );
});

test('tables begin and end where the sets do', () => {
  assert.deepEqual(Object.values(labelTables).map(numbersOf), ['1-7', '0-7', '0-6', '0-6']);
  assert.equal(expressionOf('0', rafdbTable), undefined);
  assert.equal(expressionOf('8', affectnetTable), undefined);
  assert.equal(expressionOf('7', fer2013Table), undefined);
});

test('names are understood under every alias, numbers as a table writes them', () => {
  for (const [label, expression] of [
    ['happy', 'happiness'],
    ['Sadness', 'sadness'],
    ['angry', 'anger'],
    ['surprised', 'surprise'],
    ['disgusted', 'disgust'],
    ['fearful', 'fear'],
    ['afraid', 'fear'],
    ['Contempt', 'contempt'],
    [' neutral ', 'neutral'],
    ['4', 'happiness'],
    ['4.0', 'happiness'],
  ] as const) {
    assert.equal(expressionOf(label, rafdbTable), expression, label);
  }
  for (const label of ['', '4.5', '-1', 'four', '1e0']) assert.equal(expressionOf(label, rafdbTable), undefined, label);
});
