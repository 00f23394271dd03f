// Prototypes: means of features as they are, of all images or of a seeded few of each class.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { float32 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { prototypeSelection, prototypes } from '../../src/method/prototypes.ts';
import { expectFailure } from '../contract/expect.ts';

test('a prototype is the mean of its class, not brought to unit length', () => {
  const features = float32([1, 2, 3, 4, 5, 6, 7, 10], [4, 2]);
  const found = prototypes(features, [1, 0, 1, 0], ['joy', 'fear']);
  assert.deepEqual([found.type, found.shape], ['float32', [2, 2]]);
  assert.deepEqual([...found.data], [5, 7, 3, 4]);
});

test('sums are kept in double precision', () => {
  const count = 4096;
  const features = float32(new Float32Array(count).fill(0.1), [count, 1]);
  const found = prototypes(features, new Array<number>(count).fill(0), ['joy']);
  assert.equal(found.data[0], Math.fround(0.1));
});

test('a class without an image is refused by name', async () => {
  const features = float32([1, 2], [1, 2]);
  await expectFailure(
    () => prototypes(features, [1], ['joy', 'fear', 'awe']),
    'data',
    /Cannot make a prototype of joy, awe: the training split has no image of it/,
  );
});

test('all images are taken where no number is given', () => {
  assert.deepEqual(prototypeSelection([2, 0, 0, 1], undefined, random(1)), [0, 1, 2, 3]);
});

test('a number is a number of each class, or all that there are', () => {
  const labels = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 });
  fc.assert(
    fc.property(labels, fc.integer({ min: 1, max: 9 }), fc.integer(), (own, samples, seed) => {
      const chosen = prototypeSelection(own, samples, random(seed));
      assert.deepEqual(
        chosen,
        [...new Set(chosen)].sort((a, b) => a - b),
      );
      for (let label = 0; label < 4; label++) {
        const all = own.filter((other) => other === label).length;
        assert.equal(chosen.filter((index) => own[index] === label).length, Math.min(samples, all));
      }
    }),
  );
});

test('the choice is random, and the same for the same seed', () => {
  const labels = Array.from({ length: 100 }, (_, index) => index % 2);
  const choose = (seed: number) => prototypeSelection(labels, 5, random(seed));
  assert.deepEqual(choose(1), choose(1));
  assert.notDeepEqual(choose(1), choose(2));
  assert.notDeepEqual(choose(1), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 'not simply the first ones');
});
