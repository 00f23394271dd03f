import assert from 'node:assert/strict';
import { test } from 'node:test';
import { badLines } from '../../src/data/bad-lines.ts';

test('says nothing when nothing was bad', () => {
  badLines('a.csv').check();
});

test('names the first bad line and counts the others', () => {
  const bad = badLines('a.csv');
  bad.add(118, 'label is 9; expected 1-7');
  assert.throws(() => bad.check(), {
    code: 'label',
    message: 'Cannot read "a.csv" line 118: label is 9; expected 1-7',
  });
  bad.add(119, 'label is 0; expected 1-7');
  assert.throws(() => bad.check(), /expected 1-7 \(and 1 more bad line after it\)$/);
  bad.add(120, 'no name', 'data');
  assert.throws(() => bad.check(), /expected 1-7 \(and 2 more bad lines after it\)$/);
});
