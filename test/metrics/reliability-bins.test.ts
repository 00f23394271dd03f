import assert from 'node:assert/strict';
import test from 'node:test';
import type { Predictions } from '../../src/metrics/predictions.ts';
import { expectedCalibrationError, reliabilityBins } from '../../src/metrics/reliability-bins.ts';

/** Two classes; the first is predicted with the given confidence. */
const sure = (confidence: readonly number[], labels: readonly number[]): Predictions => ({
  classes: ['a', 'b'],
  probabilities: Float64Array.from(confidence.flatMap((value) => [value, 1 - value])),
  labels,
});

test('puts a confidence on a border into the bin below it', () => {
  const bins = reliabilityBins(sure([0.6, 0.61, 1], [0, 0, 0]), 5);
  assert.deepEqual(
    bins.map(({ n }) => n),
    [0, 0, 1, 1, 1],
  );
  assert.deepEqual([bins[2]!.lower, bins[2]!.upper], [0.4, 0.6]);
});

test('gives mean confidence and accuracy of each bin, NaN of an empty one', () => {
  const bins = reliabilityBins(sure([0.9, 0.8, 0.8, 0.9], [0, 1, 0, 0]), 2);
  assert.ok(Math.abs(bins[1]!.confidence - 0.85) < 1e-12);
  assert.equal(bins[1]!.accuracy, 0.75);
  assert.equal(bins[0]!.accuracy, Number.NaN);
});

test('weights the gap of each bin by its faces', () => {
  // Three faces, 90 % sure and all wrong; one face, 60 % sure and right.
  const bins = reliabilityBins(sure([0.9, 0.9, 0.9, 0.6], [1, 1, 1, 0]), 15);
  assert.ok(Math.abs(expectedCalibrationError(bins) - (0.75 * 0.9 + 0.25 * 0.4)) < 1e-12);
});

test('finds no error where confidence is accuracy', () => {
  const bins = reliabilityBins(sure([0.75, 0.75, 0.75, 0.75], [0, 0, 0, 1]), 15);
  assert.ok(expectedCalibrationError(bins) < 1e-12);
});

test('keeps a confidence of nothing and of everything in the outer bins', () => {
  const bins = reliabilityBins({ classes: ['a'], probabilities: Float64Array.of(0, 1), labels: [0, 0] }, 3);
  assert.deepEqual(
    bins.map(({ n }) => n),
    [1, 0, 1],
  );
});
