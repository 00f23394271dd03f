import assert from 'node:assert/strict';
import test from 'node:test';
import { random } from '../../src/core/random.ts';
import { fewestAnswers, goalAccuracy, ownThreshold } from '../../src/evaluate/own-threshold.ts';
import type { Predictions } from '../../src/metrics/predictions.ts';
import { simulatedFaces } from '../metrics/simulated-faces.ts';

/** Two classes; the first is predicted with the given confidence, and right where the label is 0. */
const faces = (groups: readonly (readonly [count: number, confidence: number, right: number])[]): Predictions => {
  const all = groups.flatMap(([count, confidence, right]) =>
    Array.from({ length: count }, (_, index) => ({ confidence, label: index < right ? 0 : 1 })),
  );
  return {
    classes: ['a', 'b'],
    probabilities: Float64Array.from(all.flatMap(({ confidence }) => [confidence, 1 - confidence])),
    labels: all.map(({ label }) => label),
  };
};

test('is the lowest whole per cent at which nine of ten answers are right', () => {
  const found = ownThreshold(
    faces([
      [40, 0.95, 40],
      [40, 0.803, 36],
      [40, 0.6, 20],
    ]),
  );
  // With the last forty, 96 of 120 are right; without them 76 of 80. Between 0.6 and 0.803 the lowest per cent is 0.61.
  assert.deepEqual(found, { threshold: 0.61, coverage: 80 / 120, accuracy: 76 / 80, faces: 120 });
});

test('is 0 where every face is answered well enough', () => {
  assert.equal(ownThreshold(faces([[100, 0.7, 90]]))?.threshold, 0);
});

test('does not exist where no threshold reaches the accuracy, or by too few answers', () => {
  assert.equal(ownThreshold(faces([[100, 0.9, 89]])), undefined);
  assert.equal(
    ownThreshold(
      faces([
        [fewestAnswers - 1, 0.9, fewestAnswers - 1],
        [100, 0.6, 50],
      ]),
    ),
    undefined,
  );
  assert.notEqual(
    ownThreshold(
      faces([
        [fewestAnswers, 0.9, fewestAnswers],
        [100, 0.6, 50],
      ]),
    ),
    undefined,
  );
});

test('keeps its promise on validation, and answers no face less than it could', () => {
  const validation = simulatedFaces({ n: 2000, random: random(4) });
  const found = ownThreshold(validation)!;
  assert.ok(found.accuracy >= goalAccuracy && found.coverage > 0 && found.coverage < 1);
  assert.equal(Math.round(found.threshold * 100) / 100, found.threshold);
});
