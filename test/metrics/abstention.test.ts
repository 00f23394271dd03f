import assert from 'node:assert/strict';
import test from 'node:test';
import { abstentionCurve, pointForAccuracy, pointForCoverage } from '../../src/metrics/abstention.ts';
import { evaluate } from '../../src/metrics/evaluation.ts';
import type { Predictions } from '../../src/metrics/predictions.ts';
import { predictionsOf, reference } from './reference.ts';

/** Two classes; the first is predicted with the given confidence, and right where the label is 0. */
const sure = (confidence: readonly number[], labels: readonly number[]): Predictions => ({
  classes: ['a', 'b'],
  probabilities: Float64Array.from(confidence.flatMap((value) => [value, 1 - value])),
  labels,
});

test('answers the surest face first and every face last', () => {
  assert.deepEqual(abstentionCurve(sure([0.6, 0.9, 0.7], [1, 0, 0])), [
    { threshold: 0.9, coverage: 1 / 3, accuracy: 1 },
    { threshold: 0.7, coverage: 2 / 3, accuracy: 1 },
    { threshold: 0.6, coverage: 1, accuracy: 2 / 3 },
  ]);
});

test('does not part faces of equal confidence', () => {
  assert.deepEqual(abstentionCurve(sure([0.8, 0.8, 0.8], [0, 1, 0])), [
    { threshold: 0.8, coverage: 1, accuracy: 2 / 3 },
  ]);
});

test('means what it says: counting the faces above each threshold gives the same', () => {
  const given = predictionsOf(reference.cases[0]!);
  const width = given.classes.length;
  const curve = abstentionCurve(given);
  for (const { threshold, coverage, accuracy } of curve) {
    const rows = given.labels.map((label, face) => ({
      label,
      row: [...given.probabilities.subarray(face * width, (face + 1) * width)],
    }));
    const answered = rows.filter(({ row }) => Math.max(...row) >= threshold);
    const right = answered.filter(({ label, row }) => row.indexOf(Math.max(...row)) === label);
    assert.equal(coverage, answered.length / rows.length);
    assert.equal(accuracy, right.length / answered.length);
  }
  assert.equal(curve.at(-1)!.accuracy, evaluate(given).war);
});

test('finds the threshold for a wanted coverage or accuracy', () => {
  const curve = abstentionCurve(sure([0.95, 0.9, 0.8, 0.7, 0.6], [0, 0, 1, 0, 1]));
  assert.equal(pointForCoverage(curve, 0.5)!.threshold, 0.8);
  assert.equal(pointForCoverage(curve, 0.4)!.threshold, 0.9);
  assert.equal(pointForAccuracy(curve, 1)!.threshold, 0.9);
  assert.equal(pointForAccuracy(curve, 0.75)!.threshold, 0.7);
});

test('chooses no threshold for an unreachable goal', () => {
  assert.equal(pointForAccuracy(abstentionCurve(sure([0.9], [1])), 0.5), undefined);
  assert.deepEqual(abstentionCurve(sure([], [])), []);
  assert.equal(pointForCoverage([], 0.5), undefined);
});

test('refuses probabilities that have no order', () => {
  assert.throws(() => abstentionCurve(sure([Number.NaN], [0])), { code: 'data' });
});
