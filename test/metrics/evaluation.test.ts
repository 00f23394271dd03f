import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { evaluate } from '../../src/metrics/evaluation.ts';
import type { Predictions } from '../../src/metrics/predictions.ts';
import { softmaxRows } from '../../src/metrics/temperature.ts';
import { isClose, predictionsOf, reference } from './reference.ts';

const close = (found: number, wanted: number | null, what: string) =>
  assert.ok(isClose(found, wanted), `${what} is ${found}, must be ${wanted}`);

for (const wanted of reference.cases) {
  test(`scores as scikit-learn does: ${wanted.name}`, () => {
    const found = evaluate(predictionsOf(wanted));
    assert.equal(found.n, wanted.labels.length);
    assert.deepEqual(found.confusion, wanted.confusion);
    for (const score of ['war', 'uar', 'macroF1', 'ece', 'brier', 'nll'] as const) {
      close(found[score], wanted[score], score);
    }
    found.perClass.forEach(({ name, n, recall, precision, f1 }, index) => {
      assert.equal(name, `class ${index}`);
      assert.equal(n, wanted.support[index]);
      close(recall, wanted.recall[index]!, `recall ${index}`);
      close(precision, wanted.precision[index]!, `precision ${index}`);
      // scikit-learn calls the F1 of a class without a prediction undefined; a class that occurs and is never found has 0.
      if (n > 0 || precision === 0) close(f1, wanted.f1[index] ?? 0, `f1 ${index}`);
    });
  });
}

test('leaves classes without a face out of the mean recall', () => {
  const { uar, perClass } = evaluate({
    classes: ['happy', 'sad', 'absent'],
    probabilities: Float64Array.of(0.8, 0.1, 0.1, 0.1, 0.2, 0.7),
    labels: [0, 1],
  });
  assert.equal(uar, 0.5);
  assert.equal(perClass[2]!.recall, Number.NaN);
  assert.equal(perClass[2]!.precision, 0);
  assert.equal(perClass[2]!.f1, 0);
});

test('says NaN, never a flattering number, of no face at all', () => {
  const found = evaluate({ classes: ['happy', 'sad'], probabilities: new Float32Array(0), labels: [] });
  assert.equal(found.n, 0);
  for (const score of ['war', 'uar', 'macroF1', 'ece', 'brier', 'nll'] as const) {
    assert.equal(found[score], Number.NaN, score);
  }
});

test('scores a model of one class, which is always right', () => {
  const found = evaluate({ classes: ['face'], probabilities: Float32Array.of(1, 1), labels: [0, 0] });
  assert.deepEqual([found.war, found.uar, found.macroF1, found.ece, found.brier, found.nll], [1, 1, 1, 0, 0, 0]);
});

test('knows chance: equal probabilities have log C nats, and a Brier score of 1 - 1/C', () => {
  const found = evaluate({
    classes: ['a', 'b', 'c', 'd'],
    probabilities: new Float64Array(16).fill(0.25),
    labels: [0, 1, 2, 3],
  });
  assert.deepEqual([found.war, found.uar, found.ece], [0.25, 0.25, 0]);
  close(found.nll, Math.log(4), 'nll');
  close(found.brier, 0.75, 'brier');
});

test('charges a certain and wrong answer 36 nats, not infinity', () => {
  const { nll, brier } = evaluate({ classes: ['a', 'b'], probabilities: Float64Array.of(1, 0), labels: [1] });
  close(nll, -Math.log(Number.EPSILON), 'nll');
  assert.equal(brier, 2);
});

const predictions: fc.Arbitrary<Predictions> = fc
  .record({ classCount: fc.integer({ min: 1, max: 6 }), n: fc.integer({ min: 1, max: 30 }) })
  .chain(({ classCount, n }) =>
    fc
      .record({
        labels: fc.array(fc.nat(classCount - 1), { minLength: n, maxLength: n }),
        logits: fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
          minLength: n * classCount,
          maxLength: n * classCount,
        }),
      })
      .map(({ labels, logits }) => ({
        classes: Array.from({ length: classCount }, (_, index) => `${index}`),
        labels,
        probabilities: Float32Array.from(softmaxRows(logits, classCount)),
      })),
  );

test('keeps every score in its range, whatever the predictions', () => {
  fc.assert(
    fc.property(predictions, (given) => {
      const found = evaluate(given);
      for (const score of ['war', 'uar', 'macroF1', 'ece'] as const) {
        assert.ok(found[score] >= 0 && found[score] <= 1, `${score} ${found[score]}`);
      }
      assert.ok(found.brier >= 0 && found.brier <= 2 + 1e-6);
      assert.ok(found.nll >= 0 && found.nll <= -Math.log(Number.EPSILON));
      assert.equal(
        found.confusion.flat().reduce((sum, count) => sum + count, 0),
        given.labels.length,
      );
    }),
  );
});

test('does not depend on the order of the faces', () => {
  fc.assert(
    fc.property(predictions, (given) => {
      const width = given.classes.length;
      const order = given.labels.map((_, face) => face).reverse();
      const turned = evaluate({
        classes: given.classes,
        labels: order.map((face) => given.labels[face]!),
        probabilities: Float32Array.from(
          order.flatMap((face) => [...given.probabilities.slice(face * width, (face + 1) * width)]),
        ),
      });
      const found = evaluate(given);
      assert.deepEqual(turned.confusion, found.confusion);
      assert.ok(isClose(turned.nll, found.nll, 1e-9) && isClose(turned.ece, found.ece, 1e-9));
    }),
  );
});
