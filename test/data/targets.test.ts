import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelTarget, type Target, voteTarget } from '../../src/data/targets.ts';
import { madeSample } from './made-images.ts';

const row = (target: Target, changed: object) => {
  const into = new Float32Array(6);
  target({ ...madeSample(0, 3), ...changed }, into, 2, 3);
  return [...into];
};

test('a label is a one in its place of the row', () => {
  assert.deepEqual(row(labelTarget, { label: 1, votes: [9, 1, 0] }), [0, 0, 0, 1, 0, 0]);
});

test('votes are shares that sum to 1', () => {
  assert.deepEqual(row(voteTarget, { label: 0, votes: [3, 1, 0] }), [0, 0, 0.75, 0.25, 0, 0]);
});

test('a sample without votes falls back on its label', () => {
  assert.deepEqual(row(voteTarget, { label: 2 }), [0, 0, 0, 0, 1, 0]);
  assert.deepEqual(row(voteTarget, { label: 2, votes: [0, 0, 0] }), [0, 0, 0, 0, 1, 0]);
});

test('refuses a label and votes that do not fit the classes, rather than write into the next row', () => {
  assert.throws(() => row(labelTarget, { label: 3 }), { code: 'label', message: /its label is 3; expected 0-2/ });
  assert.throws(() => row(voteTarget, { votes: [1, 2] }), { code: 'label', message: /2 numbers; expected 3/ });
});
