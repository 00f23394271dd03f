import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { random } from '../../src/core/random.ts';
import type { Split } from '../../src/data/dataset.ts';
import { dealSplits } from '../../src/data/deal-splits.ts';

const rules = { random: random(1), valid: 0.1, test: 0.2, by: 'folders' };
const images = (count: number, split?: Split) =>
  Array.from({ length: count }, (_, n) => ({ split, className: n % 2 === 0 ? 'a' : 'b' }));
const tally = (splits: readonly Split[]) =>
  ['train', 'valid', 'test'].map((name) => splits.filter((split) => split === name).length);

test('deals all three where nothing says a split', () => {
  const notes: string[] = [];
  assert.deepEqual(tally(dealSplits(images(100), rules, notes)), [70, 10, 20]);
  assert.deepEqual(notes, ['no split folders: dealt 70 train, 10 valid, 20 test, stratified by class']);
});

test('takes validation out of training alone', () => {
  const notes: string[] = [];
  const splits = dealSplits([...images(40, 'train'), ...images(20, 'test')], rules, notes);
  assert.deepEqual(tally(splits), [36, 4, 20]);
  assert.ok(splits.slice(40).every((split) => split === 'test'));
  assert.deepEqual(notes, ['valid: no such folder, took 4 of 40 training images, stratified by class']);
});

test('changes nothing where validation is there or not wanted, or nothing is for training', () => {
  const notes: string[] = [];
  for (const [given, valid] of [
    [[...images(4, 'train'), ...images(2, 'valid')], 0.5],
    [[...images(4, 'train'), ...images(2, 'test')], 0],
    [images(4, 'test'), 0.5],
  ] as const) {
    assert.deepEqual(
      dealSplits(given, { ...rules, valid }, notes),
      given.map(({ split }) => split),
    );
  }
  assert.deepEqual(notes, []);
});

test('never puts a group into two splits', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(6), { minLength: 1, maxLength: 60 }), fc.integer(), (people, seed) => {
      const given = people.map((who, n) => ({ split: undefined, className: `${n % 3}`, group: `p${who}` }));
      const splits = dealSplits(given, { ...rules, random: random(seed) }, []);
      const where = new Map<string, Split>();
      given.forEach(({ group }, index) => {
        assert.equal(where.get(group) ?? splits[index], splits[index]);
        where.set(group, splits[index]!);
      });
    }),
  );
});
