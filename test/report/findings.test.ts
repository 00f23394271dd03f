import assert from 'node:assert/strict';
import test from 'node:test';
import type { RunReport } from '../../src/evaluate/run-report.ts';
import { evaluate } from '../../src/metrics/evaluation.ts';
import { findings } from '../../src/report/findings.ts';
import { sampleRun } from './sample-run.ts';

/** A run whose trained model predicts these classes for these labels. */
function runOf(labels: readonly number[], predicted: readonly number[]): RunReport {
  const { comparisons: _c, calibration: _k, ...run } = sampleRun();
  const classes = run.data.classes;
  const evaluation = evaluate({
    classes,
    labels,
    probabilities: Float64Array.from(predicted.flatMap((hit) => classes.map((_, column) => (column === hit ? 1 : 0)))),
  });
  return { ...run, evaluations: [{ ...run.evaluations[1]!, evaluation }] };
}

test('reports collapse: classes never recognised, and a class predicted for all faces', () => {
  const sentences = findings(runOf([0, 1, 1, 2, 3], [0, 0, 0, 0, 0]));
  assert.equal(sentences[0], 'No face of “happy”, “fear”, “disgust” was recognised.');
  assert.equal(sentences[1], '100.0% of all faces are predicted as “neutral”, but only 20.0% are labelled so.');
});

test('reports the best and the worst class and the worst confusion', () => {
  const sentences = findings(runOf([0, 0, 1, 1, 2, 2, 2, 2], [0, 0, 1, 0, 2, 1, 1, 1]));
  assert.deepEqual(sentences, [
    'The best recognised class is “neutral” (recall 100.0%), the worst “fear” (25.0%).',
    'The most frequent confusion is “fear” mistaken for “happy” (3 of 4 faces).',
  ]);
});

test('reports nothing about a model that is always right, or without faces', () => {
  assert.deepEqual(findings(runOf([0, 1, 2, 3], [0, 1, 2, 3])), []);
  assert.deepEqual(findings(runOf([], [])), []);
  assert.deepEqual(findings({ ...sampleRun(), evaluations: [] }), []);
});

test('reports miscalibration, and the test of the gain over zero-shot', () => {
  const run = runOf([0, 1, 2, 3], [0, 1, 2, 3]);
  const bin = { lower: 0.8, upper: 1, n: 10, confidence: 0.9, accuracy: 0.6 };
  assert.deepEqual(findings({ ...run, calibration: { bins: [bin], ece: 0.3 } }), [
    'The model is overconfident: its mean confidence is 30.0 points above its accuracy.',
  ]);
  const shy = { ...bin, confidence: 0.5 };
  assert.match(
    findings({ ...run, calibration: { bins: [shy], ece: 0.1 } })[0]!,
    /underconfident: its mean confidence is 10\.0 points below/,
  );
  assert.match(findings(sampleRun()).at(-1)!, /On 23 faces, .* but not both: p < 0\.001 by McNemar’s exact test/);
});
