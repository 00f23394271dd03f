import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { subjectFolds } from '../../src/data/subject-folds.ts';

const subjects = Array.from({ length: 60 }, (_, n) => `s${Math.floor(n / 5)}`);
const labels = subjects.map((_, n) => n % 3);
const dealt = (fold: number, folds = 4, name = 'set') =>
  subjectFolds({ labels, subjects, folds, fold, valid: 0.2, random: random(1), name });

test('tests every image once over the folds, no subject in two splits', () => {
  const tested = new Set<number>();
  for (let fold = 0; fold < 4; fold++) {
    const splits = dealt(fold);
    const where = new Map<string, string>();
    splits.forEach((split, index) => {
      assert.equal(where.get(subjects[index]!) ?? split, split);
      where.set(subjects[index]!, split);
      if (split === 'test') tested.add(index);
    });
    assert.deepEqual(new Set(splits), new Set(['train', 'valid', 'test']));
  }
  assert.equal(tested.size, 60);
});

test('another set is dealt otherwise, the same set alike', () => {
  assert.deepEqual(dealt(0), dealt(0));
  assert.notDeepEqual(dealt(0, 4, 'other'), dealt(0));
});

test('refuses a fold that is none', () => {
  for (const fold of [4, -1, 0.5])
    assert.throws(() => dealt(fold), { code: 'usage', message: /the first is 0, the last is 3/ });
});
