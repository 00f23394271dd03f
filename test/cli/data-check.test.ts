import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import { checkText } from '../../src/cli/terminal/check-text.ts';
import type { CheckReport } from '../../src/data/check/check-report.ts';
import { decodeImage } from '../../src/platform/node/images/decode-image.ts';
import { greyPng, tempFolder } from '../data/temp-folder.ts';
import { mpafer } from '../support/command-line.ts';

const files = async () =>
  Object.fromEntries(
    await Promise.all(
      Array.from(
        { length: 12 },
        async (_, n) =>
          [`${n < 8 ? 'train' : 'test'}/${n % 2 === 0 ? 'happy' : 'sad'}/${n}.png`, await greyPng(20 * n, 8)] as const,
      ),
    ),
  );

suite('mpafer data check', { concurrency: 2 }, () => {
  test('reports as JSON and draws a sheet', async (t) => {
    const root = await tempFolder(t, { ...(await files()), 'test/sad/twin.png': await greyPng(20, 8) });
    const { code, stdout } = await mpafer([
      'data',
      'check',
      `folder:${root}?valid=0`,
      '--json',
      '--sheet',
      `${root}/sheet.png`,
    ]);
    assert.equal(code, 0);
    const report = JSON.parse(stdout) as CheckReport & { data: string };
    assert.equal(report.data, `folder:${root}?valid=0`);
    assert.deepEqual(report.counts.train, { happiness: 4, sadness: 4 });
    assert.deepEqual(report.duplicates.exact.examples, [['test/sad/twin.png', 'train/sad/1.png']]);
    const sheet = await decodeImage(await readFile(`${root}/sheet.png`), 'sheet.png');
    assert.ok(sheet.width > 900 && sheet.height > 100);
  });

  test('exits with 1 if a file is corrupt, and says which', async (t) => {
    const root = await tempFolder(t, await files());
    await writeFile(`${root}/train/sad/1.png`, 'no image');
    const { code, stdout } = await mpafer(['data', 'check', `folder:${root}?valid=0`]);
    assert.equal(code, 1);
    assert.match(stdout, /\ncorrupt {7}1\n {14}Cannot decode ".*train\/sad\/1.png"/);
  });

  test('names listed files that do not exist', async (t) => {
    const root = await tempFolder(t, {
      'list.csv': 'path,label,split\na.png,sad,train\nb.png,sad,train\n',
      'a.png': await greyPng(9, 8),
    });
    const { code, stdout } = await mpafer(['data', 'check', `csv:${root}/list.csv`]);
    assert.equal(code, 1);
    assert.match(stdout, /\nmissing {7}1\n {14}Cannot read ".*b.png": there is no such file/);
  });

  test('lists the kinds of data sets', async () => {
    const { stdout } = await mpafer(['data', 'check', '--help']);
    assert.match(stdout, /\n {2}rafdb:PATH\?/);
    assert.match(stdout, /\n {2}parquet:PATH\?/);
  });
});

const none = {
  groups: 0,
  images: 0,
  acrossSplits: 0,
  leaks: { train: 0, valid: 0, test: 0 },
  differentLabels: 0,
  examples: [],
};
const report: CheckReport = {
  name: 'rafdb',
  layout: 'official list',
  protocol: 'RAF-DB basic',
  classes: ['happiness', 'sadness'],
  counts: {
    train: { happiness: 9, sadness: 5 },
    valid: { happiness: 1, sadness: 0 },
    test: { happiness: 2, sadness: 2 },
  },
  published: {
    protocol: 'RAF-DB basic',
    source: 'counted',
    verdict: 'different',
    rows: [
      { part: 'train + valid', className: 'happiness', found: 10, published: 10 },
      { part: 'train + valid', className: 'sadness', found: 5, published: 6 },
    ],
  },
  notes: ['a note'],
  images: 19,
  withVotes: 3,
  missing: { count: 1, first: [{ id: 'a', found: 'Cannot read "a"' }] },
  corrupt: { count: 0, first: [] },
  sizes: [100, 90, 80, 70, 60, 50].map((side, n) => ({ width: side, height: side, count: 9 - n })),
  grey: 4,
  duplicates: {
    exact: {
      ...none,
      groups: 1,
      images: 5,
      acrossSplits: 1,
      leaks: { train: 1, valid: 0, test: 4 },
      differentLabels: 1,
      examples: [['a', 'b', 'c', 'd', 'e']],
    },
    near: { ...none, rule: 'the rule' },
  },
  subjects: { count: 7, inTwoSplits: { count: 1, first: ['S1'] } },
  fingerprint: '0123456789abcdef',
  pixelFingerprint: 'f'.repeat(64),
};

test('the text shows actual and published counts side by side', () => {
  assert.deepEqual(checkText(report).split('\n'), [
    'rafdb: 19 images, 2 classes, official list',
    '                                                      published: RAF-DB basic, counted',
    '  class              train        valid         test  train+valid',
    '  happiness              9            1            2           10',
    '  sadness                5            0            2            6',
    '  all                   14            1            4           16',
    '  counts are NOT equal',
    '  a note',
    '',
    'missing       1',
    '              Cannot read "a"',
    'corrupt       0',
    'sizes         100 x 100: 9, 90 x 90: 8, 80 x 80: 7, 70 x 70: 6 and 2 other sizes',
    'grey          4 of 18 readable images',
    'soft labels   3 images',
    'exact twins   1 group of 5 images, 1 with different labels, 1 across splits: 0 valid and 4 test images have a twin in train (1 image)',
    '              a = b = c = d ...',
    'near twins    0 groups of 0 images',
    '              the rule',
    'subjects      7, in two splits: 1 (S1)',
    'fingerprint   0123456789abcdef (names, splits, labels)',
    'pixels        ffffffffffffffff',
  ]);
});

test('the text names transformed copies across splits and merged class folders', () => {
  const transformed = {
    rule: 'the other rule',
    pairs: 3,
    kinds: { mirror: 2, turned: 1, cropped: 0 },
    leaks: { train: 3, valid: 1, test: 2 },
    differentLabels: 1,
    examples: [{ first: 'a', second: 'b', kind: 'turned', degrees: -7.5, correlation: 0.99 }],
  } as const;
  const merged = [{ className: 'happiness', names: ['Happy', 'joy'], duplicates: 2 }];
  const lines = checkText({ ...report, merged, duplicates: { ...report.duplicates, transformed } }).split('\n');
  const start = lines.indexOf('              the rule') + 1;
  assert.deepEqual(lines.slice(start, start + 4), [
    'copies        3 pairs across splits: 2 mirrored, 1 turned, 0 cropped, 1 with different labels; 1 valid and 2 test images have one in train (3 images)',
    '              a = b (turned, -7.5 degrees)',
    '              the other rule',
    'merged        Happy, joy are read as happiness, 2 images occurring under several of them',
  ]);
});
