import assert from 'node:assert/strict';
import test from 'node:test';
import { random } from '../../src/core/random.ts';
import { abstentionResult, answering } from '../../src/metrics/abstention-rule.ts';
import type { Predictions } from '../../src/metrics/predictions.ts';
import { simulatedFaces } from './simulated-faces.ts';

/** Two classes; the first is predicted with the given confidence, and right where the label is 0. */
const sure = (confidence: readonly number[], labels: readonly number[]): Predictions => ({
  classes: ['a', 'b'],
  probabilities: Float64Array.from(confidence.flatMap((value) => [value, 1 - value])),
  labels,
});

test('counts the faces that are answered, and the answers that are right', () => {
  const found = answering(sure([0.9, 0.8, 0.7, 0.6], [0, 1, 0, 1]), 0.7, random(1));
  assert.deepEqual([found.n, found.answered, found.coverage, found.accuracy], [4, 3, 0.75, 2 / 3]);
  assert.ok(found.coverageInterval[0] <= 0.75 && 0.75 <= found.coverageInterval[1]);
  assert.ok(found.accuracyInterval[0] <= 2 / 3 && 2 / 3 <= found.accuracyInterval[1]);
});

test('chooses on validation only, and reports the result on other faces', () => {
  const validation = sure([0.95, 0.9, 0.8, 0.7], [0, 0, 1, 1]);
  const other = sure([0.99, 0.92, 0.91, 0.3], [1, 0, 0, 0]);
  const byAccuracy = abstentionResult(validation, other, { accuracy: 1 }, random(1));
  assert.deepEqual(byAccuracy.chosen, { threshold: 0.9, coverage: 0.5, accuracy: 1 });
  assert.deepEqual([byAccuracy.result!.coverage, byAccuracy.result!.accuracy], [0.75, 2 / 3]);
  const byCoverage = abstentionResult(validation, other, { coverage: 0.7 }, random(1));
  assert.deepEqual([byCoverage.chosen!.threshold, byCoverage.result!.answered], [0.8, 3]);
  assert.equal(byCoverage.validationFaces, 4);
});

test('chooses no threshold if validation does not reach the goal', () => {
  const found = abstentionResult(sure([0.9, 0.8], [1, 1]), sure([0.9], [0]), { accuracy: 0.5 }, random(1));
  assert.deepEqual([found.chosen, found.result, found.goal], [undefined, undefined, { accuracy: 0.5 }]);
});

test('reports no accuracy if no face is answered', () => {
  const found = answering(sure([0.6, 0.7], [0, 0]), 0.9, random(1));
  assert.deepEqual([found.answered, found.coverage, found.accuracy], [0, 0, Number.NaN]);
});

test('answers about as many new faces as it was chosen to, and those better than all', () => {
  const validation = simulatedFaces({ n: 1500, random: random(1) });
  const other = simulatedFaces({ n: 1500, random: random(2) });
  const { result } = abstentionResult(validation, other, { coverage: 0.6 }, random(1));
  const everyone = answering(other, 0, random(1));
  assert.ok(Math.abs(result!.coverage - 0.6) < 0.05, `${result!.coverage}`);
  assert.ok(result!.accuracy > everyone.accuracy + 0.08);
  assert.equal(everyone.coverage, 1);
});
