// The split that models are evaluated on by default.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dataset } from '../../../src/data/dataset.ts';
import { defaultSplit } from '../../../src/jobs/evaluate/default-split.ts';

const sample = (id: string, split: 'train' | 'test') => ({
  id,
  split,
  label: 0,
  read: () => Promise.reject(new Error('not read')),
});
const dataset: Dataset = {
  name: 'folder',
  classes: ['happiness', 'sadness'],
  samples: [sample('a', 'train'), sample('b', 'test')],
  notes: [],
};
const choose = async (given: Dataset, runs: readonly string[]) => {
  const notes: string[] = [];
  const work = defaultSplit({ spec: 'folder:somewhere', dataset: given }, runs);
  for (;;) {
    const next = await work.next();
    if (next.done) return { split: next.value, notes };
    if (next.value.kind === 'note') notes.push(next.value.message);
  }
};

test('all faces of a data set without splits of its own are used, and the choice is reported', async () => {
  const found = await choose({ ...dataset, dealt: ['train', 'valid', 'test'] }, ['zero-shot', 'fer2013']);
  assert.deepEqual(found, { split: 'all', notes: ['folder has no splits of its own: evaluating on all 2 faces'] });
});

test('a data set with its own test split is evaluated on it', async () => {
  for (const dealt of [undefined, [], ['valid']] as const) {
    const own = dealt === undefined ? dataset : { ...dataset, dealt };
    assert.deepEqual(await choose(own, ['zero-shot']), { split: 'test', notes: [] });
  }
});

test('a data set that a run was or may have been trained on is evaluated on its test split', async () => {
  const same = { ...dataset, name: 'fer2013', dealt: ['train', 'valid', 'test'] as const };
  assert.deepEqual(await choose(same, ['zero-shot', 'fer2013']), { split: 'test', notes: [] });
});
