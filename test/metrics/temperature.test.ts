import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { evaluate } from '../../src/metrics/evaluation.ts';
import { fitTemperature, softmaxRows } from '../../src/metrics/temperature.ts';
import { reference } from './reference.ts';

const classes = ['a', 'b', 'c', 'd'];

test('finds the temperature that SciPy finds, and its loss', () => {
  for (const { logits, labels, temperature, loss } of reference.temperatures) {
    const found = fitTemperature(Float64Array.from(logits), labels, 4);
    // A minimum is flat: SciPy, which compares losses, knows it to about the root of the rounding.
    assert.ok(Math.abs(found / temperature - 1) < 1e-6, `${found} against ${temperature}`);
    const { nll } = evaluate({ classes, labels, probabilities: softmaxRows(logits, 4, found) });
    assert.ok(Math.abs(nll - loss) < 1e-10);
  }
});

test('fits log-probabilities as well as the logits they came from', () => {
  const { logits, labels } = reference.temperatures[0]!;
  const fromLogits = fitTemperature(Float64Array.from(logits), labels, 4);
  const logProbabilities = softmaxRows(logits, 4).map(Math.log);
  const fromProbabilities = fitTemperature(logProbabilities, labels, 4);
  assert.ok(Math.abs(fromLogits / fromProbabilities - 1) < 1e-9);
});

test('never makes the loss worse and never changes a predicted class', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.nat(3),
          fc.array(
            fc.integer({ min: -32, max: 32 }).map((quarters) => quarters / 4),
            { minLength: 4, maxLength: 4 },
          ),
        ),
        {
          minLength: 1,
          maxLength: 20,
        },
      ),
      (faces) => {
        const labels = faces.map(([label]) => label);
        const logits = Float64Array.from(faces.flatMap(([, row]) => row));
        const temperature = fitTemperature(logits, labels, 4);
        assert.ok(temperature >= 0.0099 && temperature <= 101);
        const before = evaluate({ classes, labels, probabilities: softmaxRows(logits, 4) });
        const after = evaluate({ classes, labels, probabilities: softmaxRows(logits, 4, temperature) });
        assert.ok(after.nll <= before.nll + 1e-9, `${after.nll} after ${before.nll}`);
        if (temperature < 10) assert.equal(after.war, before.war);
      },
    ),
  );
});

test('stays finite if every face is right or at chance', () => {
  assert.ok(fitTemperature(Float64Array.of(2, 0, 0, 2), [0, 1], 2) < 0.011);
  assert.ok(fitTemperature(Float64Array.of(2, 0, 0, 2), [1, 0], 2) > 99);
});

test('gives rows that sum to one, at logits that would overflow too', () => {
  const rows = softmaxRows([1000, 0, -1000, 5, 5, 5], 3, 0.5);
  assert.deepEqual([...rows.slice(0, 3)], [1, 0, 0]);
  assert.ok(Math.abs(rows[3]! + rows[4]! + rows[5]! - 1) < 1e-15);
});

test('refuses no face at all and logits of another length', () => {
  assert.throws(() => fitTemperature(new Float64Array(0), [], 3), { code: 'shape', message: /at least one face/ });
  assert.throws(() => fitTemperature(new Float64Array(5), [0, 1], 3), {
    code: 'shape',
    message: /5 logits; expected 6/,
  });
});

test('smoothed targets keep the temperature finite if every face is right', () => {
  const logits = Float64Array.from([5, 0, 0, 0, 5, 0, 0, 0, 5]);
  const labels = [0, 1, 2];
  assert.ok(fitTemperature(logits, labels, 3) < 0.011);
  // By hand: with smoothing e the optimum gives the true class 1 - 2e/3, so exp(5/T) = (1 - 2e/3) / (e/3).
  const e = 0.2;
  const wanted = 5 / Math.log((1 - (2 * e) / 3) / (e / 3));
  assert.ok(Math.abs(fitTemperature(logits, labels, 3, e) - wanted) < 1e-9);
});
