import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classesOf, mostVoted, softColumns, votesOf } from '../../src/data/soft-labels.ts';

test('finds columns named for expressions, with a prefix or without', () => {
  assert.deepEqual(
    [...softColumns(['path', 'Happy', 'votes_sad', 'p-angry', 'prob fear', 'age'])],
    [
      [1, 'happiness'],
      [2, 'sadness'],
      [3, 'anger'],
      [4, 'fear'],
    ],
  );
});

test('one such column alone is no distribution', () => {
  assert.equal(softColumns(['path', 'happy']).size, 0);
});

test('puts votes in the order of the classes, two columns of one class together', () => {
  const columns = softColumns(['happy', 'sad', 'joy']);
  const classes = classesOf(['wink'], columns);
  assert.deepEqual(classes, ['happiness', 'sadness', 'wink']);
  assert.deepEqual(votesOf(['1', ' 2 ', '0.5'], columns, classes), [1.5, 2, 0]);
  assert.deepEqual(votesOf([1, 2, 0], columns, classes), [1, 2, 0]);
});

test('votes that are no numbers from 0 on are none', () => {
  const columns = softColumns(['happy', 'sad']);
  const classes = ['happiness', 'sadness'];
  for (const fields of [['1', 'x'], ['1', ''], ['-1', '2'], ['0', '0'], ['1'], ['1', 'Infinity'], [undefined, 2]]) {
    assert.equal(votesOf(fields as string[], columns, classes), undefined, String(fields));
  }
});

test('the first of equals is the most voted', () => {
  assert.equal(mostVoted([1, 3, 3]), 1);
});
