import assert from 'node:assert/strict';
import test from 'node:test';
import { hardestFaces } from '../../src/metrics/hardest-faces.ts';

const labels = [0, 0, 1, 1, 2, 2];

test('are the wrong ones, the surest first', () => {
  const model = { predicted: [0, 1, 0, 1, 0, 1], confidence: [0.9, 0.4, 0.8, 0.9, 0.8, 0.6] };
  assert.deepEqual(hardestFaces(labels, [model], 10), [2, 4, 5, 1]);
  assert.deepEqual(hardestFaces(labels, [model], 2), [2, 4]);
});

test('of two models are those that both have wrong, by both confidences', () => {
  const first = { predicted: [1, 1, 1, 0, 0, 2], confidence: [0.5, 0.6, 0.9, 0.2, 0.4, 0.9] };
  const second = { predicted: [2, 2, 0, 0, 0, 2], confidence: [0.5, 0.3, 0.9, 0.3, 0.9, 0.9] };
  assert.deepEqual(hardestFaces(labels, [first, second], 10), [4, 0, 1, 3]);
});

test('without confidences stand in their order', () => {
  assert.deepEqual(hardestFaces(labels, [{ predicted: [1, 0, 0, 0, 2, 0] }], 10), [0, 2, 3, 5]);
});

test('show each person once', () => {
  const model = { predicted: [1, 1, 0, 0, 0, 0], confidence: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6] };
  assert.deepEqual(hardestFaces(labels, [model], 10, ['a', 'a', 'b', 'a', 'c', 'c']), [5, 3, 2]);
});
