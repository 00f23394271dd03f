// Controls: the class average leaves out the person it is held against.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { centreMap, classAverageMaps, orderOf, randomMaps } from '../../../src/explain/faithfulness/controls.ts';

test('the class average is over other people with the same class', () => {
  const maps = [
    [1, 0],
    [3, 0],
    [5, 0],
    [0, 9],
  ];
  assert.deepEqual(classAverageMaps(maps, [0, 0, 0, 1]), [
    [4, 0],
    [3, 0],
    [2, 0],
    // Nobody else has its class: everybody else.
    [3, 0],
  ]);
});

test('faces of one person do not count for each other', () => {
  const maps = [
    [1, 0],
    [3, 0],
    [5, 0],
    [7, 0],
  ];
  assert.deepEqual(classAverageMaps(maps, [0, 0, 0, 0], ['a', 'a', 'b', 'c']), [
    [6, 0],
    [6, 0],
    [11 / 3, 0],
    [3, 0],
  ]);
});

test('the centre is highest in the middle and the same from all sides', () => {
  const map = centreMap(3, 3);
  assert.equal(orderOf(map)[0], 4);
  assert.ok(map[0] === map[8] && map[1] === map[3]);
});

test('random orders differ between faces, hold every patch once, and are the same again', () => {
  const [a, b] = randomMaps(2, 16, random(1));
  assert.notDeepEqual(a, b);
  assert.deepEqual(
    a!.toSorted((x, y) => x - y),
    Array.from({ length: 16 }, (_, at) => at),
  );
  assert.deepEqual(randomMaps(2, 16, random(1)), [a, b]);
});

test('an order has the largest first; of equal values the lower index', () => {
  assert.deepEqual(orderOf([0.1, 0.9, 0.1, 0.5]), [1, 3, 0, 2]);
});
