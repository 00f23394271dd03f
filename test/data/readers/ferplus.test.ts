import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { countsPerClass, ofSplit } from '../../../src/data/dataset.ts';
import { ferplus } from '../../../src/data/readers/ferplus/ferplus.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { refuses } from '../refuses.ts';
import { type Files, greyPng, tempFolder } from '../temp-folder.ts';

const png = await greyPng(90);

/** Lines byte by byte as in the release: name, box in quotes, ten votes. */
const line = (name: string, votes: string) => `${name}.png,"(0, 0, 48, 48)",${votes}\n`;

const train = [
  line('fer0000000', '4,0,0,1,3,2,0,0,0,0'),
  line('fer0000001', '6,0,1,1,0,0,0,0,2,0'),
  line('fer0000002', '0,9,0,1,0,0,0,0,0,0'),
  line('fer0000003', '0,0,0,0,0,0,0,9,1,0'),
  line('fer0000004', '0,0,0,0,0,0,0,0,0,10'),
].join('');

const release: Files = {
  'FER2013Train/label.csv': train,
  'FER2013Train/fer0000000.png': png,
  'FER2013Train/fer0000001.png': png,
  'FER2013Train/fer0000002.png': await greyPng(200),
  'FER2013Train/fer0000003.png': png,
  'FER2013Train/fer0000004.png': png,
  'FER2013Valid/label.csv': line('fer0028638', '0,0,9,0,0,0,1,0,0,0'),
  'FER2013Valid/fer0028638.png': png,
};

const duplicates = [
  'image,split,fer2013,duplicate_in_other_split',
  'fer0000001.png,train,neutral,1',
  'fer0000002.png,train,happiness,0',
  'fer0028638.png,valid,surprise,1',
].join('\n');

test('reads the release under the majority rule', async (t) => {
  const root = await tempFolder(t, release);
  const { classes, samples, notes, name } = await ferplus(nodeDataHost, root);
  assert.equal(name, 'ferplus');
  assert.deepEqual(classes, ['neutral', 'happiness', 'sadness', 'surprise', 'fear', 'disgust', 'anger', 'contempt']);
  assert.deepEqual(
    samples.map(({ id, split, label, votes }) => ({ id, split, label, votes })),
    [
      { id: 'FER2013Train/fer0000001.png', split: 'train', label: 0, votes: [6, 0, 1, 1, 0, 0, 0, 0] },
      { id: 'FER2013Train/fer0000002.png', split: 'train', label: 1, votes: [0, 9, 1, 0, 0, 0, 0, 0] },
      { id: 'FER2013Train/fer0000003.png', split: 'train', label: 7, votes: [0, 0, 0, 0, 0, 0, 0, 9] },
      { id: 'FER2013Valid/fer0028638.png', split: 'valid', label: 3, votes: [0, 0, 0, 9, 1, 0, 0, 0] },
    ],
  );
  assert.deepEqual(notes.slice(0, 3), [
    'test: no folder FER2013Test, the split is empty',
    'train: skipped 1 of 5 images: no majority',
    'train: skipped 1 of 5 images: unknown or not a face',
  ]);
  assert.match(notes[3]!, /^counts differ from the published ones of FERPlus majority: train 3 of 25,060 /);
});

test('reads the pixels of the image it names', async (t) => {
  const root = await tempFolder(t, release);
  const { samples } = await ferplus(nodeDataHost, root);
  const image = await samples[1]!.read();
  assert.equal(image.width, 48);
  assert.equal(image.height, 48);
  assert.deepEqual(image.data, new Uint8Array(48 * 48 * 3).fill(200));
});

test('argmax takes an image without a majority, argmax8 one whose winner is unknown', async (t) => {
  const root = await tempFolder(t, {
    ...release,
    'FER2013Train/label.csv': train + line('fer0000005', '0,0,0,3,0,0,0,0,7,0'),
    'FER2013Train/fer0000005.png': png,
  });
  const counts = async (rule: 'majority' | 'argmax' | 'argmax8') =>
    countsPerClass(await ferplus(nodeDataHost, root, { rule }), 'train');
  assert.deepEqual(await counts('majority'), [1, 1, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual(await counts('argmax'), [2, 1, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual(await counts('argmax8'), [2, 1, 1, 0, 0, 0, 0, 1]);
});

test('uses the test split when it is there, and a folder with the test split alone', async (t) => {
  const held = {
    'FER2013Test/label.csv': line('fer0032220', '10,0,0,0,0,0,0,0,0,0'),
    'FER2013Test/fer0032220.png': png,
  };
  const whole = await ferplus(nodeDataHost, await tempFolder(t, { ...release, ...held }));
  assert.deepEqual(
    ofSplit(whole, 'test').map(({ id }) => id),
    ['FER2013Test/fer0032220.png'],
  );
  const alone = await ferplus(nodeDataHost, await tempFolder(t, held));
  assert.equal(alone.samples.length, 1);
});

test('opens the folder around the release', async (t) => {
  const inner = Object.fromEntries(Object.entries(release).map(([name, content]) => [`ferplus/${name}`, content]));
  const { samples } = await ferplus(nodeDataHost, await tempFolder(t, inner));
  assert.equal(samples[0]!.id, 'FER2013Train/fer0000001.png');
});

test('keeps duplicates and says so, or leaves those of the training split out', async (t) => {
  const root = await tempFolder(t, { ...release, 'fer2013-labels.csv': duplicates });
  const kept = await ferplus(nodeDataHost, root);
  assert.equal(kept.samples.length, 4);
  assert.match(kept.notes.join('\n'), /kept 1 image that has an exact duplicate in another split/);
  const dropped = await ferplus(nodeDataHost, root, { duplicates: 'drop' });
  assert.deepEqual(
    dropped.samples.map(({ id }) => id),
    ['FER2013Train/fer0000002.png', 'FER2013Train/fer0000003.png', 'FER2013Valid/fer0028638.png'],
  );
  assert.match(dropped.notes.join('\n'), /skipped 1 of 5 images: duplicate in another split/);
});

test('cannot leave duplicates out when nothing names them', async (t) => {
  const root = await tempFolder(t, release);
  await refuses(ferplus(nodeDataHost, root, { duplicates: 'drop' }), 'data', /found no fer2013-labels.csv/);
});

test('refuses a folder that is not there', async (t) => {
  const root = await tempFolder(t, {});
  await refuses(ferplus(nodeDataHost, `${root}/nowhere`), 'data', /Cannot list ".*nowhere": there is no such folder/);
});

test('refuses the archive itself', async (t) => {
  const root = await tempFolder(t, { 'ferplus.tar.gz': 'not unpacked' });
  const error = await refuses(
    ferplus(nodeDataHost, `${root}/ferplus.tar.gz`),
    'data',
    /it is a file; expected a folder/,
  );
  assert.match(error.hint ?? '', /Unpack/);
});

test('refuses another layout, says what was found and what it looks like', async (t) => {
  const root = await tempFolder(t, { 'train/happy/1.png': png, 'test/happy/2.png': png });
  const error = await refuses(
    ferplus(nodeDataHost, root),
    'data',
    /as ferplus: found test\/, train\/; expected FER2013Train/,
  );
  assert.equal(error.hint, `It looks like a folder data set: try folder:${root}`);
});

test('refuses an empty folder', async (t) => {
  await refuses(ferplus(nodeDataHost, await tempFolder(t, {})), 'data', /as ferplus: the folder is empty/);
});

test('refuses a split without its votes', async (t) => {
  const root = await tempFolder(t, { 'FER2013Train/fer0000000.png': png });
  await refuses(ferplus(nodeDataHost, root), 'data', /FER2013Train": found no label.csv among 1 image/);
});

test('names the first bad line and counts those after it', async (t) => {
  const labels = train + line('fer0000005', '4,x,0,1,3,2,0,0,0,0') + line('fer0000006', '4,-1,0,1,3,2,0,0,0,0');
  const root = await tempFolder(t, { ...release, 'FER2013Train/label.csv': labels });
  await refuses(
    ferplus(nodeDataHost, root),
    'label',
    /FER2013Train\/label.csv" line 6: happiness votes are "x"; expected a whole number \(and 1 more bad line after it\)$/,
  );
});

test('refuses a line with too few votes, another box, no name and a name given twice', async (t) => {
  const bad: readonly (readonly [string, RegExp])[] = [
    ['fer0000009.png,"(0, 0, 48, 48)",4,0,0\n', /line 6: 5 fields; expected 12: name, box and ten votes/],
    ['fer0000009.png,"(9, 0, 48, 48)",4,0,0,1,3,2,0,0,0,0\n', /line 6: box is "\(9, 0, 48, 48\)"; expected/],
    [',"(0, 0, 48, 48)",4,0,0,1,3,2,0,0,0,0\n', /line 6: the image has no name/],
    [line('fer0000001', '6,0,1,1,0,0,0,0,2,0'), /line 6: "fer0000001.png" is named a second time/],
  ];
  for (const [added, message] of bad) {
    const root = await tempFolder(t, { ...release, 'FER2013Train/label.csv': train + added });
    await refuses(ferplus(nodeDataHost, root), 'data', message);
  }
});

test('counts the images that are missing and names the first', async (t) => {
  const labels = train + line('fer0000007', '9,0,0,1,0,0,0,0,0,0') + line('fer0000008', '9,0,0,1,0,0,0,0,0,0');
  const root = await tempFolder(t, { ...release, 'FER2013Train/label.csv': labels });
  await refuses(
    ferplus(nodeDataHost, root),
    'data',
    /names 7 images and 2 of them are missing, the first is "fer0000007.png"/,
  );
});

test('refuses a release in which no image has a label', async (t) => {
  const root = await tempFolder(t, {
    'FER2013Train/label.csv': line('fer0000004', '0,0,0,0,0,0,0,0,0,10'),
    'FER2013Train/fer0000004.png': png,
  });
  await refuses(ferplus(nodeDataHost, root), 'data', /no image has a label/);
});

test('a corrupt image shows when it is read, under its name', async (t) => {
  const root = await tempFolder(t, { ...release, 'FER2013Train/fer0000001.png': png.slice(0, 40) });
  const { samples } = await ferplus(nodeDataHost, root);
  await refuses(samples[0]!.read(), 'image', /fer0000001\.png/);
});

test('an image taken away after opening shows when it is read', async (t) => {
  const root = await tempFolder(t, release);
  const { samples } = await ferplus(nodeDataHost, root);
  await rm(`${root}/FER2013Train/fer0000001.png`);
  await refuses(samples[0]!.read(), 'data', /Cannot read ".*fer0000001.png": there is no such file/);
});
