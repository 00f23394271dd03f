import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { cosineMatrix, nearestFaces, nearestIsOwn, pairSimilarities } from '../../src/experiments/prototype-quality.ts';

const features = float32([1, 0, 2, 0, 0, 3, 0, 1], [4, 2]);

test('distinct classes are separated perfectly', () => {
  const found = pairSimilarities(features, [0, 0, 1, 1]);
  assert.deepEqual([found.withinMean, found.betweenMean, found.separation], [1, 0, 1]);
  for (const parts of [found.within, found.between])
    assert.ok(Math.abs(parts.reduce((sum, part) => sum + part, 0) - 1) < 1e-12);
  assert.equal(found.within.at(-1), 1, 'equal faces are in the last bin');
  assert.equal(found.between[40], 1);
  assert.equal(found.middles.length, found.within.length);
});

test('random labels separate at chance', () => {
  const same = float32([1, 1, 1, 1, 1, 1, 1, 1], [4, 2]);
  assert.equal(pairSimilarities(same, [0, 1, 0, 1]).separation, 0.5);
});

test('a single class has no pairs between classes', () => {
  const found = pairSimilarities(features, [0, 0, 0, 0]);
  assert.ok(found.between.every((part) => part === 0));
  assert.ok(Number.isNaN(found.betweenMean) && Number.isNaN(found.separation));
});

test('cosines are invariant to length', () => {
  const matrix = cosineMatrix(features, float32([5, 0, 1, 1], [2, 2]));
  assert.deepEqual(
    matrix[1]!.map((value) => Math.round(value * 1000)),
    [1000, 707],
  );
});

test('measures how often the nearest prototype is the face’s own', () => {
  const similarities = [
    [0.9, 0.1],
    [0.2, 0.3],
    [0.6, 0.5],
  ];
  assert.equal(nearestIsOwn(similarities, [0, 1, 1]), 2 / 3);
  assert.deepEqual(nearestFaces(similarities, 2), [
    [0, 2],
    [2, 1],
  ]);
  assert.deepEqual(nearestFaces([], 2), []);
});

test('shows one face per person if people are known', () => {
  const similarities = [[0.9], [0.8], [0.7], [0.6], [0.5]];
  assert.deepEqual(nearestFaces(similarities, 3, ['ann', 'ann', undefined, undefined, 'bob']), [[0, 2, 3]]);
  assert.deepEqual(nearestFaces(similarities, 9, ['ann', 'ann', 'ann', 'bob', 'ann']), [[0, 3]]);
});
