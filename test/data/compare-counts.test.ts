import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareCounts, signatureNote } from '../../src/data/compare-counts.ts';
import type { Sample, Split } from '../../src/data/dataset.ts';
import { expressions } from '../../src/data/expressions.ts';
import { publishedCounts, publishedFor } from '../../src/data/published-counts.ts';

const classes = expressions.filter((name) => name !== 'contempt');
const samplesOf = (parts: Partial<Record<Split, Readonly<Partial<Record<string, number>>>>>): Sample[] =>
  Object.entries(parts).flatMap(([split, counts]) =>
    classes.flatMap((name, label) =>
      Array.from({ length: counts[name] ?? 0 }, (_, n) => ({
        id: `${split}/${name}/${n}`,
        split: split as Split,
        label,
        read: () => assert.fail('no image is read'),
      })),
    ),
  );
const raf = publishedFor('RAF-DB basic')!.parts;
const dataset = (parts: Parameters<typeof samplesOf>[0], protocol = 'RAF-DB basic') => ({
  name: 'set',
  classes,
  protocol,
  samples: samplesOf(parts),
});

test('the published totals are those of the literature', () => {
  const totals = Object.fromEntries(
    publishedCounts.map(({ protocol, parts }) => [
      protocol,
      Object.values(parts).map((counts) => Object.values(counts).reduce((sum, count) => sum + count, 0)),
    ]),
  );
  assert.deepEqual(totals, {
    'RAF-DB basic': [12271, 3068],
    'AffectNet-7': [283901, 3500],
    'AffectNet-8': [287651, 4000],
    'FERPlus majority': [25060, 3199, 3153],
    'FERPlus argmax': [28389, 3553, 3546],
    'FERPlus argmax8': [28559, 3579, 3573],
    FER2013: [28709, 3589, 3589],
    'CK+48': [981],
    JAFFE: [213],
    'SFEW 2.0 aligned faces': [891, 431],
    'SFEW 2.0': [958, 436],
    ExpW: [91793],
  });
});

test('equal counts are told with their totals', () => {
  assert.equal(compareCounts(dataset(raf))!.verdict, 'equal');
  assert.equal(
    signatureNote(dataset(raf)),
    'counts of every class are the published ones of RAF-DB basic: 12,271 train, 3,068 test',
  );
});

test('a split that is missing as a whole makes nothing different', () => {
  assert.equal(
    signatureNote(dataset({ test: raf.test! })),
    'counts of every class are the published ones of RAF-DB basic: 3,068 test',
  );
});

test('validation taken out of training counts as training', () => {
  const train = { ...raf.train, neutral: 2000 };
  const { verdict, rows } = compareCounts(dataset({ train, valid: { neutral: 524 }, test: raf.test! }))!;
  assert.equal(verdict, 'equal');
  assert.deepEqual(rows[0], { part: 'train + valid', className: 'neutral', found: 2524, published: 2524 });
});

test('each differing class is told, the first two by name', () => {
  const train = { ...raf.train, neutral: 2523, happiness: 4000, fear: 0 };
  assert.equal(
    signatureNote(dataset({ train })),
    'counts differ from the published ones of RAF-DB basic: train 11,217 of 12,271 (neutral 2,523 of 2,524, happiness 4,000 of 4,772 and 1 more class)',
  );
});

test('the same counts under other classes are refused', () => {
  const train = { ...raf.train, neutral: raf.train!.anger!, anger: raf.train!.neutral! };
  assert.equal(compareCounts(dataset({ train }))!.verdict, 'permuted');
  assert.throws(() => signatureNote(dataset({ train })), {
    code: 'label',
    message:
      'Cannot open the set dataset: train has the counts of RAF-DB basic under other classes, "neutral" has the 705 images of "anger"',
  });
});

test('a copy of another set is recognised by its counts', () => {
  const fer = publishedFor('FER2013')!.parts;
  assert.equal(
    signatureNote(dataset({ train: fer.train!, valid: fer.valid!, test: fer.test! })),
    'counts are not those of RAF-DB basic: they are exactly those of FER2013, is it that set?',
  );
});

test('nothing is said where nothing is published', () => {
  assert.equal(compareCounts({ classes, samples: [] }), undefined);
  assert.equal(signatureNote({ name: 'mine', classes, samples: [], protocol: 'mine' }), undefined);
});
