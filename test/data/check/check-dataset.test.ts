import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MpaferError } from '../../../src/core/errors.ts';
import type { RgbImage } from '../../../src/core/image.ts';
import { random } from '../../../src/core/random.ts';
import { checkDataset } from '../../../src/data/check/check-dataset.ts';
import type { CheckProgress } from '../../../src/data/check/check-report.ts';
import type { Dataset, Sample, Split } from '../../../src/data/dataset.ts';
import { synthetic } from '../../../src/data/synthetic/synthetic.ts';
import { resize } from '../../../src/image/resize.ts';

const faces = await Promise.all(
  synthetic({ random: random(2), count: 40, size: 48 }).samples.map((sample) => sample.read()),
);

const sample = (
  id: string,
  split: Split,
  image: RgbImage | MpaferError,
  label = 0,
  more: Partial<Sample> = {},
): Sample => ({
  id,
  split,
  label,
  ...more,
  read: async () => {
    if (image instanceof MpaferError) throw image;
    return image;
  },
});
const dataset = (samples: readonly Sample[], more: Partial<Dataset> = {}): Dataset => ({
  name: 'made',
  classes: ['happiness', 'sadness'],
  samples,
  notes: ['a note'],
  layout: 'in memory',
  ...more,
});
const check = async (...given: Parameters<typeof checkDataset>) => {
  const work = checkDataset(...given);
  const progress: CheckProgress[] = [];
  for (;;) {
    const step = await work.next();
    if (step.done) return { report: step.value, progress };
    progress.push(step.value);
  }
};
const plain = faces.slice(0, 6).map((face, n) => sample(`${n}.png`, n < 4 ? 'train' : 'test', face, n % 2));

test('reports counts, sizes, colours and fingerprints', async () => {
  const { report } = await check(dataset([...plain, sample('large.png', 'valid', resize(faces[9]!, 64, 60))]));
  assert.deepEqual(report.counts, {
    train: { happiness: 2, sadness: 2 },
    valid: { happiness: 1, sadness: 0 },
    test: { happiness: 1, sadness: 1 },
  });
  assert.deepEqual(report.sizes, [
    { width: 48, height: 48, count: 6 },
    { width: 64, height: 60, count: 1 },
  ]);
  assert.deepEqual(
    [report.images, report.grey, report.withVotes, report.layout, report.notes],
    [7, 0, 0, 'in memory', ['a note']],
  );
  assert.equal(report.subjects, undefined);
  assert.equal(report.published, undefined);
  assert.match(report.fingerprint, /^[0-9a-f]{16}$/);
  assert.match(report.pixelFingerprint, /^[0-9a-f]{64}$/);
});

test('finds the same pixels inside a split, across splits and under two labels', async () => {
  const { report } = await check(
    dataset([
      ...plain,
      sample('again.png', 'train', faces[1]!, 0),
      sample('leak.png', 'test', faces[0]!, 0),
      sample('leak2.png', 'valid', faces[0]!, 0),
    ]),
  );
  const { exact, near } = report.duplicates;
  assert.deepEqual(exact, {
    groups: 2,
    images: 5,
    acrossSplits: 1,
    leaks: { train: 1, valid: 1, test: 1 },
    differentLabels: 1,
    examples: [
      ['0.png', 'leak.png', 'leak2.png'],
      ['1.png', 'again.png'],
    ],
  });
  assert.equal(near.groups, 0);
});

test('finds the same photograph in another size and light, and counts exact twins with it', async () => {
  const other = resize(faces[2]!, 96, 96);
  const darker = { ...faces[2]!, data: faces[2]!.data.map((value) => value * 0.9) };
  const { report } = await check(
    dataset([
      ...plain,
      sample('large.png', 'test', other),
      sample('dark.png', 'test', darker),
      sample('twin.png', 'train', faces[2]!),
    ]),
  );
  assert.equal(report.duplicates.exact.groups, 1);
  const { rule, ...near } = report.duplicates.near;
  assert.match(rule, /^difference hash of 256 bits within 24, correlation at 16 x 16 greys from 0.95/);
  assert.deepEqual(near, {
    groups: 1,
    images: 4,
    acrossSplits: 1,
    leaks: { train: 2, valid: 0, test: 2 },
    differentLabels: 0,
    examples: [['2.png', 'twin.png', 'large.png', 'dark.png']],
  });
});

test('a stricter rule finds fewer', async () => {
  const darker = { ...faces[2]!, data: faces[2]!.data.map((value, at) => value * (0.8 + (0.2 * (at % 144)) / 144)) };
  const groups = async (nearBits: number) =>
    (await check(dataset([...plain, sample('dark.png', 'test', darker)]), { nearBits })).report.duplicates.near.groups;
  assert.equal(await groups(40), 1);
  assert.equal(await groups(0), 0);
});

test('distinguishes missing from corrupt files, and continues', async () => {
  const gone = new MpaferError('data', 'Cannot read "gone.png": there is no such file');
  const bad = new MpaferError('image', 'Cannot decode "bad.png": it is damaged');
  const { report } = await check(
    dataset([
      ...plain,
      sample('gone.png', 'train', gone),
      sample('bad.png', 'train', bad),
      sample('bad2.png', 'test', bad),
    ]),
    { examples: 1 },
  );
  assert.deepEqual(report.missing, { count: 1, first: [{ id: 'gone.png', found: gone.message }] });
  assert.deepEqual(report.corrupt, { count: 2, first: [{ id: 'bad.png', found: bad.message }] });
  assert.deepEqual(report.sizes, [{ width: 48, height: 48, count: 6 }]);
});

test('a bug while reading is not reported as a corrupt file', async () => {
  const broken = { ...plain[0]!, read: () => Promise.reject(new TypeError('a bug')) };
  await assert.rejects(check(dataset([broken])), TypeError);
});

test('names subjects in two splits', async () => {
  const groups = ['anna', 'anna', 'ben', 'ben', 'ben', 'eva'];
  const { report } = await check(dataset(plain.map((one, n) => ({ ...one, group: groups[n]! }))));
  assert.deepEqual(report.subjects, { count: 3, inTwoSplits: { count: 1, first: ['ben'] } });
});

test('compares the counts with the published ones', async () => {
  const { report } = await check(dataset(plain, { protocol: 'JAFFE' }));
  assert.equal(report.published!.verdict, 'different');
  assert.deepEqual(report.published!.rows[0], { part: 'all', className: 'happiness', found: 3, published: 31 });
});

test('counts images with votes', async () => {
  const { report } = await check(dataset(plain.map((one, n) => (n < 2 ? { ...one, votes: [1, 2] } : one))));
  assert.equal(report.withVotes, 2);
});

test('the report does not depend on how many images are read at once; fingerprints do on what is read', async () => {
  const slow = plain.map((one, n) => ({
    ...one,
    read: async () => {
      for (let turn = 0; turn < (n * 5) % 7; turn++) await new Promise<void>((done) => setImmediate(done));
      return one.read();
    },
  }));
  const one = (await check(dataset(slow), { concurrency: 1 })).report;
  assert.deepEqual((await check(dataset(slow), { concurrency: 16 })).report, one);
  assert.equal((await check(dataset(slow.toReversed()))).report.pixelFingerprint, one.pixelFingerprint);
  const repainted = plain.map((image, n) => (n === 3 ? sample('3.png', 'train', faces[20]!, 1) : image));
  const other = (await check(dataset(repainted))).report;
  assert.equal(other.fingerprint, one.fingerprint);
  assert.notEqual(other.pixelFingerprint, one.pixelFingerprint);
});

test('reports progress: each image once, then the comparison', async () => {
  const many = Array.from({ length: 130 }, (_, n) => sample(`${n}.png`, 'train', faces[n % 40]!));
  const { progress } = await check(dataset(many));
  assert.deepEqual(
    progress.filter(({ doing }) => doing === 'reading').map(({ done }) => done),
    [64, 128, 130],
  );
  assert.deepEqual(progress.at(-1), { doing: 'comparing', done: 100, of: 100 });
});

test('accepts a data set without images', async () => {
  const { report } = await check(dataset([]));
  assert.deepEqual(
    [report.images, report.sizes, report.duplicates.exact.groups, report.duplicates.near.groups],
    [0, [], 0, 0],
  );
});
