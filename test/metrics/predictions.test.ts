import assert from 'node:assert/strict';
import test from 'node:test';
import { checkPredictions, confidences, type Predictions, predictedClasses } from '../../src/metrics/predictions.ts';

const given: Predictions = {
  classes: ['happy', 'sad', 'fear'],
  probabilities: Float64Array.of(0.2, 0.7, 0.1, 0.4, 0.2, 0.4),
  labels: [1, 2],
};

test('takes the most probable class, and of equals the first', () => {
  assert.deepEqual([...predictedClasses(given)], [1, 0]);
  assert.deepEqual([...confidences(given)], [0.7, 0.4]);
});

test('accepts sound predictions, the rounding of a float32 softmax included', () => {
  checkPredictions(given);
  checkPredictions({ ...given, probabilities: Float32Array.of(1.000001, 0, 0, 0, 1, 0), groups: ['a', 'a'] });
});

const refused = (change: Partial<Predictions>, code: string, message: RegExp) =>
  assert.throws(() => checkPredictions({ ...given, ...change }), { name: 'MpaferError', code, message });

test('refuses a table of probabilities of the wrong length', () => {
  refused({ probabilities: new Float64Array(5) }, 'shape', /2 faces of 3 classes: found 5 probabilities; expected 6/);
});

test('refuses groups that are not one a face', () => {
  refused({ groups: ['a'] }, 'shape', /Cannot evaluate \d+ faces?: found 1 group; expected one per face/);
});

test('refuses a label outside the classes and names the face', () => {
  refused({ labels: [1, 3] }, 'label', /face 1: label is 3; expected 0-2/);
  refused({ labels: [-1, 0] }, 'label', /face 0: label is -1/);
  refused({ labels: [0.5, 0] }, 'label', /face 0: label is 0.5/);
});

test('refuses what a diverged training predicts, and says what to do', () => {
  refused({ probabilities: Float64Array.of(0.2, 0.7, 0.1, 0.4, Number.NaN, 0.4) }, 'data', /face 1: .*"sad" is NaN/);
  refused({ probabilities: Float64Array.of(-0.1, 0.7, 0.4, 0.4, 0.2, 0.4) }, 'data', /face 0: .*"happy" is -0.1/);
  refused({ probabilities: Float64Array.of(0, 0, 2, 0.4, 0.2, 0.4) }, 'data', /face 0: .*"fear" is 2; expected 0-1/);
  assert.throws(
    () => checkPredictions({ ...given, probabilities: new Float64Array(6).fill(Number.NaN) }),
    (error: { hint?: string }) => /lower the learning rate/.test(error.hint ?? ''),
  );
});
