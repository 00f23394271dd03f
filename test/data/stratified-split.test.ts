import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { random } from '../../src/core/random.ts';
import { stratifiedSplit } from '../../src/data/stratified-split.ts';

const counts = (parts: readonly number[], labels: readonly number[], part: number, label: number) =>
  parts.filter((found, index) => found === part && labels[index] === label).length;

test('gives each part its share of each class, to within one sample', () => {
  const labels = [
    ...new Array<number>(100).fill(0),
    ...new Array<number>(37).fill(1),
    ...new Array<number>(10).fill(2),
  ];
  const parts = stratifiedSplit({ labels, fractions: [0.7, 0.1, 0.2], random: random(1) });
  [0.7, 0.1, 0.2].forEach((share, part) => {
    [100, 37, 10].forEach((size, label) => {
      const wrong = Math.abs(counts(parts, labels, part, label) - size * share);
      assert.ok(wrong <= 1, `part ${part} class ${label} is off by ${wrong}`);
    });
  });
});

test('never tears a group apart and is the same for the same seed', () => {
  const people = fc.array(fc.record({ label: fc.nat(3), group: fc.constantFrom('a', 'b', 'c', 'd', undefined) }), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(people, fc.nat(), (list, seed) => {
      const labels = list.map(({ label }) => label);
      const groups = list.map(({ group }) => group);
      const deal = () => stratifiedSplit({ labels, groups, fractions: [3, 0, 1], random: random(seed) });
      const parts = deal();
      assert.deepEqual(deal(), parts);
      assert.equal(parts.length, list.length);
      assert.ok(
        parts.every((part) => part === 0 || part === 2),
        'a part of share 0 got samples',
      );
      for (const name of ['a', 'b', 'c', 'd']) {
        const own = parts.filter((_, index) => groups[index] === name);
        assert.ok(new Set(own).size <= 1, `group ${name} is in ${new Set(own).size} parts`);
      }
    }),
  );
});

test('another seed deals otherwise', () => {
  const labels = new Array<number>(50).fill(0);
  const deal = (seed: number) => stratifiedSplit({ labels, fractions: [1, 1], random: random(seed) }).join('');
  assert.notEqual(deal(1), deal(2));
});

test('keeps a class of two for training when training has the largest share', () => {
  const labels = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1];
  const parts = stratifiedSplit({ labels, fractions: [0.7, 0.1, 0.2], random: random(4) });
  assert.ok(counts(parts, labels, 0, 1) >= 1);
});
