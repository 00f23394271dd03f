import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { mcnemar, mcnemarProbability } from '../../src/metrics/mcnemar.ts';
import { reference } from './reference.ts';

test('gives the probabilities of the exact binomial test, from one coin to thousands', () => {
  for (const [first, second, p] of reference.mcnemar) {
    const found = mcnemarProbability(first, second);
    assert.ok(Math.abs(found - p) <= 1e-10 * p, `${first} against ${second}: ${found}, must be ${p}`);
  }
});

test('counts the faces that only one of both has right', () => {
  const labels = [0, 0, 1, 1, 2, 2];
  assert.deepEqual(mcnemar(labels, [0, 0, 1, 0, 0, 0], [0, 1, 0, 1, 0, 1]), { onlyFirst: 2, onlySecond: 1, p: 1 });
});

test('finds no difference between a model and itself', () => {
  assert.deepEqual(mcnemar([0, 1], [0, 0], [0, 0]), { onlyFirst: 0, onlySecond: 0, p: 1 });
});

test('refuses predictions of other faces', () => {
  assert.throws(() => mcnemar([0, 1], [0, 1], [0]), { code: 'shape', message: /2 and 1 faces over 2 labels/ });
});

test('is a probability, the same whichever model comes first, and falls as the split gets more uneven', () => {
  fc.assert(
    fc.property(fc.nat(3000), fc.nat(3000), (first, second) => {
      const p = mcnemarProbability(first, second);
      assert.ok(p >= 0 && p <= 1);
      assert.equal(p, mcnemarProbability(second, first));
      const [fewer, more] = [Math.min(first, second), Math.max(first, second)];
      if (fewer > 0) assert.ok(mcnemarProbability(fewer - 1, more + 1) <= p);
    }),
  );
});
