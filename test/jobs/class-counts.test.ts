import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classCounts } from '../../src/jobs/class-counts.ts';
import { drawnDataset } from '../support/drawings.ts';

test('counts of each class and split are in columns, with sums and notes below', () => {
  const all = drawnDataset({ counts: { train: 12, test: 3 } });
  const samples = all.samples.filter(({ label, split }) => label !== 1 || split === 'test');
  const dataset = { ...all, samples, notes: ['skipped 3 images'] };
  assert.deepEqual(classCounts(dataset).split('\n'), [
    '  class         train   valid    test',
    '  happiness        12       0       3',
    '  sadness           0       0       3',
    '  anger            12       0       3',
    '  all              24       0       9',
    '  skipped 3 images',
  ]);
});

test('columns stay aligned with long class names', () => {
  const dataset = { ...drawnDataset(), classes: ['a', 'b', 'corners of the lips turned far down'] };
  const widths = classCounts(dataset)
    .split('\n')
    .map((line) => line.length);
  assert.equal(new Set(widths).size, 1);
});
