import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fer2013 } from '../../../src/data/readers/fer2013/fer2013.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { refuses } from '../refuses.ts';
import { type Files, greyPng, tempFolder } from '../temp-folder.ts';

const png = await greyPng(90);
const header = 'image,split,fer2013,duplicate_in_other_split\n';
const rows = 'fer0000000.png,train,anger,0\nfer0000001.png,train,neutral,1\nfer0028638.png,valid,surprise,1\n';

const layout = (labels: string): Files => ({
  'fer2013-labels.csv': labels,
  'FER2013Train/fer0000000.png': png,
  'FER2013Train/fer0000001.png': png,
  'FER2013Valid/fer0028638.png': png,
});

test('reads the original seven labels', async (t) => {
  const { classes, samples, notes } = await fer2013(nodeDataHost, await tempFolder(t, layout(header + rows)));
  assert.deepEqual(classes, ['neutral', 'happiness', 'sadness', 'surprise', 'fear', 'disgust', 'anger']);
  assert.deepEqual(
    samples.map(({ id, split, label }) => [id, split, classes[label]]),
    [
      ['FER2013Train/fer0000000.png', 'train', 'anger'],
      ['FER2013Train/fer0000001.png', 'train', 'neutral'],
      ['FER2013Valid/fer0028638.png', 'valid', 'surprise'],
    ],
  );
  assert.deepEqual(notes, [
    'train: kept 1 image that has an exact duplicate in another split; duplicates=drop skips them',
    'test: no folder FER2013Test, the split is empty',
    'counts differ from the published ones of FER2013: train 2 of 28,709 (neutral 1 of 4,965, happiness 0 of 7,215 and 5 more classes); valid 1 of 3,589 (neutral 0 of 607, happiness 0 of 895 and 5 more classes)',
  ]);
  assert.equal((await samples[0]!.read()).data[0], 90);
});

test('a split whose folder is not there is empty, though the list names its images', async (t) => {
  const { 'FER2013Train/fer0000000.png': _, 'FER2013Train/fer0000001.png': __, ...files } = layout(header + rows);
  const { samples, notes } = await fer2013(nodeDataHost, await tempFolder(t, files));
  assert.deepEqual(
    samples.map(({ split }) => split),
    ['valid'],
  );
  assert.equal(notes[0], 'train: no folder FER2013Train, the split is empty');
});

test('leaves out training images with a duplicate, never those of validation', async (t) => {
  const root = await tempFolder(t, layout(header + rows));
  const { samples } = await fer2013(nodeDataHost, root, { duplicates: 'drop' });
  assert.deepEqual(
    samples.map(({ id }) => id),
    ['FER2013Train/fer0000000.png', 'FER2013Valid/fer0028638.png'],
  );
});

test('counts images that no label names', async (t) => {
  const files = { ...layout(header + rows), 'FER2013Train/fer0000005.png': png };
  const { notes } = await fer2013(nodeDataHost, await tempFolder(t, files));
  assert.ok(notes.includes('train: skipped 1 image without a label'));
});

test('matches columns by name', async (t) => {
  const labels = 'Split, FER2013, image, duplicate_in_other_split\ntrain,happy,fer0000000.png,0\n';
  const { classes, samples } = await fer2013(nodeDataHost, await tempFolder(t, layout(labels)));
  assert.equal(classes[samples[0]!.label], 'happiness');
});

test('refuses labels, splits and marks outside their tables', async (t) => {
  const bad: readonly (readonly [string, 'label' | 'data', RegExp])[] = [
    ['fer0000000.png,train,contempt,0\n', 'label', /line 5: label is "contempt"; expected neutral, .* or anger/],
    ['fer0000000.png,train,7,0\n', 'label', /line 5: label is "7"/],
    ['fer0000000.png,private,anger,0\n', 'data', /line 5: split is "private"; expected train, valid or test/],
    ['fer0000000.png,train,anger,yes\n', 'data', /line 5: duplicate is "yes"; expected 0 or 1/],
    ['fer0000000.png,train,anger\n', 'data', /line 5: 3 fields; expected 4/],
    [',train,anger,0\n', 'data', /line 5: the image has no name/],
  ];
  for (const [line, code, message] of bad) {
    await refuses(fer2013(nodeDataHost, await tempFolder(t, layout(header + rows + line))), code, message);
  }
});

test('refuses a label file without its columns', async (t) => {
  const root = await tempFolder(t, layout('image,split,emotion\n'));
  await refuses(
    fer2013(nodeDataHost, root),
    'data',
    /no column "fer2013", "duplicate_in_other_split", found image,split,emotion/,
  );
});

test('refuses a folder without the labels and says what it looks like', async (t) => {
  const root = await tempFolder(t, { 'FER2013Train/label.csv': '' });
  const error = await refuses(
    fer2013(nodeDataHost, root),
    'data',
    /as fer2013: found FER2013Train\/; expected fer2013-labels.csv/,
  );
  assert.equal(error.hint, `It looks like a ferplus data set: try ferplus:${root}`);
});

test('counts missing images', async (t) => {
  const root = await tempFolder(t, layout(`${header}${rows}fer0000002.png,train,fear,0\n`));
  await refuses(
    fer2013(nodeDataHost, root),
    'data',
    /names 3 images and 1 of them is missing, the first is "fer0000002.png"/,
  );
});

test('refuses a label file that names nothing', async (t) => {
  await refuses(fer2013(nodeDataHost, await tempFolder(t, layout(header))), 'data', /names no image/);
});
