import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { random } from '../../src/core/random.ts';
import type { Split } from '../../src/data/dataset.ts';
import { type DealOptions, dealSplits } from '../../src/data/deal-splits.ts';
import { refuses } from './refuses.ts';

const rules: DealOptions = { random: random(1), valid: undefined, test: undefined, by: 'folder' };
const images = (count: number, split?: Split) =>
  Array.from({ length: count }, (_, n) => ({ split, className: n % 2 === 0 ? 'a' : 'b' }));
const tally = (splits: readonly Split[]) =>
  ['train', 'valid', 'test'].map((name) => splits.filter((split) => split === name).length);

test('deals all three splits where the data set names none', () => {
  const notes: string[] = [];
  const { splits, dealt } = dealSplits(images(100), rules, notes);
  assert.deepEqual(tally(splits), [70, 10, 20]);
  assert.deepEqual(dealt, ['train', 'valid', 'test']);
  assert.deepEqual(notes, ['no split folders: dealt 70 train, 10 valid, 20 test, stratified by class']);
});

test('takes validation out of training alone', () => {
  const notes: string[] = [];
  const { splits, dealt } = dealSplits([...images(40, 'train'), ...images(20, 'test')], rules, notes);
  assert.deepEqual(tally(splits), [36, 4, 20]);
  assert.deepEqual(dealt, ['valid']);
  assert.ok(splits.slice(40).every((split) => split === 'test'));
  assert.deepEqual(notes, ['valid: no such folder, took 4 of 40 training images, stratified by class']);
});

test('takes the test split out of training where a share for it was asked for', () => {
  const notes: string[] = [];
  const onlyTraining = dealSplits(images(100, 'train'), { ...rules, test: 0.2 }, notes);
  assert.deepEqual(tally(onlyTraining.splits), [70, 10, 20]);
  assert.deepEqual(onlyTraining.dealt, ['valid', 'test']);
  assert.match(notes[1]!, /^test: no such folder, took 20 of 100 training images/);
  const withValidation = dealSplits([...images(80, 'train'), ...images(20, 'valid')], { ...rules, test: 0.25 }, []);
  assert.deepEqual(tally(withValidation.splits), [60, 20, 20]);
  assert.deepEqual(withValidation.dealt, ['test']);
  assert.deepEqual(tally(dealSplits(images(100, 'train'), rules, []).splits), [90, 10, 0]);
});

test('changes nothing where every split is given, or none is wanted', () => {
  const notes: string[] = [];
  for (const [given, valid] of [
    [[...images(4, 'train'), ...images(2, 'valid')], undefined],
    [[...images(4, 'train'), ...images(2, 'test')], 0],
    [images(4, 'test'), undefined],
  ] as const) {
    const { splits, dealt } = dealSplits(given, { ...rules, valid }, notes);
    assert.deepEqual(
      splits,
      given.map(({ split }) => split),
    );
    assert.deepEqual(dealt, []);
  }
  assert.deepEqual(notes, []);
});

test('refuses a share that it could not apply', async () => {
  const deal = async (given: ReturnType<typeof images>, shares: Partial<DealOptions>) =>
    dealSplits(given, { ...rules, ...shares }, []);
  const own = [...images(4, 'train'), ...images(4, 'valid'), ...images(4, 'test')];
  const valid = await refuses(deal(own, { valid: 0.3 }), 'usage', /valid=0.3: .* has a validation split of its own$/);
  assert.equal(valid.hint, 'Remove valid=0.3');
  await refuses(deal(own, { test: 0.3 }), 'usage', /test=0.3: the data set has a test split of its own$/);
  await refuses(deal(images(4, 'test'), { valid: 0.5 }), 'usage', /valid=0.5: the data set has no training images/);
  await refuses(deal(images(4), { valid: 0.5, test: 0.5 }), 'usage', /nothing is left to train on/);
});

test('never puts a group into two splits', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(6), { minLength: 1, maxLength: 60 }), fc.integer(), (people, seed) => {
      const given = people.map((who, n) => ({ split: undefined, className: `${n % 3}`, group: `p${who}` }));
      const { splits } = dealSplits(given, { ...rules, random: random(seed) }, []);
      const where = new Map<string, Split>();
      given.forEach(({ group }, index) => {
        assert.equal(where.get(group) ?? splits[index], splits[index]);
        where.set(group, splits[index]!);
      });
    }),
  );
});
